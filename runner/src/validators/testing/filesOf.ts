import type { TreeFiles } from '../../git';

/** A repository of a few files, in memory. */
export function filesOf(files: Readonly<Record<string, string>>): TreeFiles {
  const names = Object.keys(files).sort();
  return {
    read: async path => (Object.hasOwn(files, path) ? files[path] : undefined),
    has: async path =>
      names.some(name => name === path || name.startsWith(`${path}/`)),
    list: async () => names,
  };
}

/** A package.json with these scripts, and other files. */
export function packageFiles(
  scripts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): TreeFiles {
  return filesOf({ 'package.json': JSON.stringify({ scripts }), ...more });
}

/** A GitHub workflow for pull requests with one job of these steps. */
export function workflow(
  ...steps: readonly (string | Record<string, unknown>)[]
): Record<string, string> {
  const job = {
    'runs-on': 'ubuntu-latest',
    steps: steps.map(step => (typeof step === 'string' ? { run: step } : step)),
  };
  return {
    // JSON is YAML.
    '.github/workflows/ci.yml': JSON.stringify({
      on: ['pull_request'],
      jobs: { check: job },
    }),
  };
}
