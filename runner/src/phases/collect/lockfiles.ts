import ignore from 'ignore';

const JAVASCRIPT = [
  'package.json',
  'package.json5',
  'package.yaml',
  'pnpm-workspace.yaml',
  '.yarnrc.yml',
  '.npmrc',
];
const PYTHON = ['pyproject.toml', 'setup.cfg', 'setup.py'];

/** Lockfiles, and the files whose change explains that of theirs: beside them or further down. */
const manifests: ReadonlyMap<string, readonly string[]> = new Map([
  ['package-lock.json', JAVASCRIPT],
  ['npm-shrinkwrap.json', JAVASCRIPT],
  ['yarn.lock', JAVASCRIPT],
  ['pnpm-lock.yaml', JAVASCRIPT],
  ['bun.lock', JAVASCRIPT],
  ['bun.lockb', JAVASCRIPT],
  ['deno.lock', ['deno.json*', ...JAVASCRIPT]],
  ['poetry.lock', PYTHON],
  ['uv.lock', PYTHON],
  ['pdm.lock', PYTHON],
  ['pylock.toml', PYTHON],
  ['pixi.lock', ['pixi.toml', ...PYTHON]],
  ['pipfile.lock', ['Pipfile']],
  ['cargo.lock', ['Cargo.toml']],
  ['go.sum', ['go.mod', 'go.work']],
  ['go.work.sum', ['go.mod', 'go.work']],
  ['gemfile.lock', ['Gemfile', '*.gemspec', '.ruby-version']],
  ['composer.lock', ['composer.json']],
  ['mix.lock', ['mix.exs']],
  ['pubspec.lock', ['pubspec.yaml']],
  ['podfile.lock', ['Podfile']],
  ['package.resolved', ['Package.swift']],
  ['packages.lock.json', ['*.csproj', '*.fsproj', '*.vbproj', '*.props']],
  ['gradle.lockfile', ['*.gradle', '*.gradle.kts', '*.versions.toml']],
  ['flake.lock', ['flake.nix']],
  ['conan.lock', ['conanfile.*']],
  ['.terraform.lock.hcl', ['*.tf']],
]);

/**
 * Whether a changed file is a lockfile and nothing that it locks was changed with it: then nobody asked for other
 * versions, and nobody would see from where they come.
 */
export function isUnexplainedLockfile(
  path: string,
  changed: readonly string[],
): boolean {
  const slash = path.lastIndexOf('/') + 1;
  const patterns = manifests.get(path.slice(slash).toLowerCase());
  if (!patterns) return false;
  const folder = path.slice(0, slash);
  const isManifest = ignore().add([...patterns]);
  return !changed.some(
    other => other.startsWith(folder) && isManifest.ignores(other),
  );
}
