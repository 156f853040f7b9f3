import type { Word } from '../shell';
import { isOption } from '../trace';
import type { PackageManagerName } from './packageManager';

/** What a call of a package manager asks for. */
export type ManagerCall = {
  /** What it is told to do, `run` being left out: a script, or `install`. */
  name: string | undefined;
  /** Whether `name` can only be a script. */
  isScript: boolean;
  /** What follows the name. */
  more: readonly Word[];
  /** The folder that it is sent to, by option. */
  directory: string | undefined;
  /** `all`: in each package of the workspace; or in those with these names. */
  packages: 'all' | readonly string[] | undefined;
  /** Words of a program that it runs: `pnpm exec eslint .`. */
  exec: readonly Word[] | undefined;
};

const RUN = new Set(['run', 'run-script', 'rum', 'urn']);
const EXEC = new Set(['exec', 'x', 'dlx']);
const FOLDER = ['-C', '--dir', '--cwd', '--prefix'];
const PACKAGES = [
  '--filter',
  '-F',
  '--filter-prod',
  '-w',
  '--workspace',
  '--scope',
];
const ALL = ['-r', '--recursive', '--workspaces', '-ws', '-A', '--all'];
const VALUED = [
  '--loglevel',
  '--reporter',
  '--workspace-concurrency',
  '--include',
  '--exclude',
  '--from',
  '-j',
  '--jobs',
  '-p',
  '--package',
  '--shell',
];
const TESTS = new Set(['t', 'tst']);

/** Reads the words of a call of a package manager. */
export function readManagerCall(
  manager: PackageManagerName,
  words: readonly Word[],
): ManagerCall {
  const call: {
    directory: string | undefined;
    packages: 'all' | string[] | undefined;
  } = { directory: undefined, packages: undefined };
  let ran = false;
  let index = 1;
  const done = (rest: Partial<ManagerCall>): ManagerCall => ({
    ...{ name: undefined, isScript: ran, more: [], exec: undefined },
    ...call,
    ...rest,
  });
  const addPackages = (value: string) => {
    if (call.packages !== 'all') {
      call.packages = [...(call.packages ?? []), value];
    }
  };
  for (; index < words.length; index++) {
    const { text } = words[index];
    const value = words.at(index + 1)?.text ?? '';
    const joined = text.includes('=')
      ? text.slice(text.indexOf('=') + 1)
      : undefined;
    const option = (names: readonly string[]) =>
      names.some(name => isOption(text, name));
    // For pnpm and Yarn `-w` is the root of the workspace, and has no value.
    if (text === '-w' && manager !== 'npm') continue;
    if (option(FOLDER)) {
      call.directory = joined ?? value;
      if (joined === undefined) index += 1;
    } else if (option(ALL)) {
      call.packages = 'all';
    } else if (option(PACKAGES)) {
      addPackages(joined ?? value);
      if (joined === undefined) index += 1;
    } else if (text.startsWith('-')) {
      if (VALUED.includes(text)) index += 1;
    } else if (RUN.has(text) && !ran) {
      ran = true;
    } else if (manager === 'yarn' && text === 'workspace' && !ran) {
      addPackages(value);
      index += 1;
    } else if (manager === 'yarn' && text === 'workspaces' && !ran) {
      call.packages = 'all';
      if (value === 'foreach') index += 1;
    } else if (EXEC.has(text) && !ran) {
      return done({ exec: inner(words, index + 1) });
    } else {
      const name =
        TESTS.has(text) && !ran && manager !== 'yarn' ? 'test' : text;
      const isScript = ran || (name === 'test' && manager !== 'bun');
      return done({
        name,
        isScript,
        more: argumentsOf(call, words, index + 1, manager),
      });
    }
  }
  return done({});

  function argumentsOf(
    target: { packages: 'all' | string[] | undefined },
    all: readonly Word[],
    from: number,
    program: PackageManagerName,
  ): Word[] {
    const rest = all.slice(from);
    const dashes = rest.findIndex(({ text }) => text === '--');
    const own = dashes < 0 ? rest : rest.slice(0, dashes);
    for (const [at, { text }] of own.entries()) {
      if (program !== 'npm') break;
      // npm takes its own options after the name too.
      if (ALL.includes(text)) target.packages = 'all';
      if (PACKAGES.some(name => isOption(text, name))) {
        addPackages(
          text.includes('=')
            ? text.slice(text.indexOf('=') + 1)
            : own.at(at + 1)?.text ?? '',
        );
      }
    }
    if (program === 'npm') return dashes < 0 ? [] : rest.slice(dashes + 1);
    return dashes < 0 ? rest : [...own, ...rest.slice(dashes + 1)];
  }
}

/** The words of a program behind `exec`, `dlx`, `npx`. */
export function inner(words: readonly Word[], from: number): readonly Word[] {
  for (let index = from; index < words.length; index++) {
    const { text } = words[index];
    if (text === '--') return words.slice(index + 1);
    if (text === '-p' || text === '--package' || text === '--filter')
      index += 1;
    else if (text === '-c') return [];
    else if (!text.startsWith('-')) return words.slice(index);
  }
  return [];
}
