import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathOf, type CheckEnvironment } from './CheckEnvironment';
import { missingProgram } from './unrunnable';

const VERSION_TIMEOUT_MS = 10_000;
const FAILURE_MAX_CHARS = 300;
/** Programs that have another word for it. */
const VERSION_ARGS: ReadonlyMap<string, string> = new Map([
  ['go', 'version'],
  ['java', '-version'],
]);

/**
 * What is said of the first need that is not met; undefined where all are.
 *
 * @param needs - `cargo`, `node >=20`: a program by its name or path, and the version that it must have at least. A
 *   pinned version (`pnpm 10.33.0`) is not asked for here: version managers bring it when the program is called
 */
export function firstMissing(
  needs: readonly string[] | undefined,
  cwd: string,
  environment: CheckEnvironment,
): string | undefined {
  for (const need of needs ?? []) {
    const [program, ...rest] = need.trim().split(/\s+/);
    const path = pathOf(environment);
    if (!isThere(program, cwd, path)) return missingProgram(program);
    const [, wanted] = /^>=\s*v?(\d[\d.]*)$/.exec(rest.join('')) ?? [];
    if (!wanted) continue;
    const { found, failure } = versionOf(program, cwd, path);
    if (failure !== undefined) {
      return `${program} does not run where the task runs: ${failure}`;
    }
    if (found && isOlder(found, wanted)) {
      return `${program} ${wanted} or later is needed, and ${found} is installed where the task runs.`;
    }
  }
  return undefined;
}

/** A version manager's stand-in may be there without what it stands for: that says so, and fails. */
function versionOf(
  program: string,
  cwd: string,
  path: string,
): { found?: string; failure?: string } {
  const result = spawnSync(
    program,
    [VERSION_ARGS.get(program) ?? '--version'],
    {
      cwd,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
      timeout: VERSION_TIMEOUT_MS,
      maxBuffer: 1024 * 1024,
    },
  );
  const words = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim();
  if (result.status !== null && result.status !== 0) {
    return { failure: words.split('\n')[0].slice(0, FAILURE_MAX_CHARS) };
  }
  return { found: /\d+(?:\.\d+)*/.exec(words)?.[0] };
}

function isOlder(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map(text => text.split('.').map(Number));
  for (const [index, part] of b.entries()) {
    const difference = (a[index] ?? 0) - part;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether a program is in a PATH, or there by its own path. */
export function isThere(program: string, cwd: string, path: string): boolean {
  if (program.includes('/')) return isExecutable(resolve(cwd, program));
  return path
    .split(delimiter)
    .some(folder => folder !== '' && isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
