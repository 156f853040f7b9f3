import type { TreeFiles } from '../../git';
import { text } from '../ci/yaml';
import type {
  CiAction,
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { readToml, sectionOf } from '../toml';
import { foldersUp, join } from '../trace';
import type { SetupCommand } from '../Validator';
import { narrowRust } from './narrow';
import { rustTools } from './tools';

const actions: readonly CiAction[] = [
  {
    action: 'actions-rs/cargo',
    command: ({ command, args = '', toolchain = '' }) =>
      ['cargo', toolchain && `+${toolchain}`, command, args]
        .filter(Boolean)
        .join(' '),
  },
  {
    action: 'actions-rs/clippy-check',
    command: ({ args = '' }) => `cargo clippy ${args}`.trim(),
  },
  {
    action: 'giraffate/clippy-action',
    command: ({ clippy_flags: flags = '' }) => `cargo clippy ${flags}`.trim(),
  },
  {
    action: 'actions-rust-lang/rustfmt',
    command: () => 'cargo fmt --all -- --check',
  },
  {
    action: 'EmbarkStudios/cargo-deny-action',
    command: ({ command = 'check', arguments: more = '' }) =>
      `cargo deny ${more} ${command}`.replace(/\s+/g, ' '),
  },
];

/** Repositories that Cargo builds. */
export const rust: Ecosystem = {
  id: 'rust',
  looksFor: 'cargo fmt, clippy and test of Cargo.toml',
  tools: rustTools,
  actions,
  conventions: findConventions,
  setup: setUpRust,
  narrow: narrowRust,
};

async function findConventions(files: TreeFiles): Promise<Convention[]> {
  const manifest = await files.read('Cargo.toml');
  if (manifest === undefined) return [];
  const all = /^\[workspace\]/m.test(manifest) ? ' --workspace' : '';
  const basis = { basis: 'default', reason: 'Cargo.toml' } as const;
  return [
    { ...basis, kind: 'format', command: 'cargo fmt --all -- --check' },
    {
      ...basis,
      kind: 'lint',
      command: `cargo clippy${all} --all-targets -- -D warnings`,
    },
    { ...basis, kind: 'test', command: `cargo test${all}` },
    { ...basis, kind: 'build', command: `cargo build${all}` },
  ];
}

async function setUpRust(
  files: TreeFiles,
  { directories }: SetupUse,
): Promise<EcosystemSetup> {
  const roots = new Map<string, boolean>();
  let pin = 'cargo';
  for (const directory of directories) {
    const root = await rootOf(files, directory);
    if (root === undefined || roots.has(root)) continue;
    const locked = await files.has(join(root, 'Cargo.lock'));
    roots.set(root, locked);
    pin = (await pinOf(files, root)) ?? pin;
  }
  const setup = [...roots].map(
    ([root, locked]): SetupCommand => ({
      command: locked ? 'cargo fetch --locked' : 'cargo fetch',
      ...(root && { directory: root }),
      needs: [pin],
      reason: join(root, locked ? 'Cargo.lock' : 'Cargo.toml'),
    }),
  );
  return { setup, pins: setup.length > 0 ? [pin] : [] };
}

/** The workspace that a folder is in: the outermost manifest. */
async function rootOf(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  let root: string | undefined;
  for (const folder of foldersUp(directory)) {
    const manifest = await files.read(join(folder, 'Cargo.toml'));
    if (manifest === undefined) continue;
    if (root === undefined || /^\[workspace\]/m.test(manifest)) root = folder;
  }
  return root;
}

async function pinOf(
  files: TreeFiles,
  root: string,
): Promise<string | undefined> {
  for (const name of ['rust-toolchain.toml', 'rust-toolchain']) {
    const source = (await files.read(join(root, name)))?.trim();
    if (source === undefined) continue;
    const channel = source.includes('[')
      ? text(sectionOf(readToml(source), 'toolchain', 'channel'))
      : source;
    if (channel && /^[\w.-]+$/.test(channel)) return `cargo ${channel}`;
  }
  const manifest = readToml(await files.read(join(root, 'Cargo.toml')));
  const least =
    text(sectionOf(manifest, 'package', 'rust-version')) ??
    text(sectionOf(manifest, 'workspace', 'package', 'rust-version'));
  return least && /^\d[\d.]*$/.test(least) ? `cargo >=${least}` : undefined;
}
