import type { TreeFiles } from '../../git';
import type { Call, Expansion } from '../Ecosystem';
import { parseScript, plainWord, quoteWords, type Word } from '../shell';
import { kindOfName, resolveFolder } from '../trace';
import { inner, readManagerCall } from './managerCall';
import { settingsOf } from './managerSettings';
import { canonicalRunnerCalls } from './monorepoTools';
import {
  execPrefix,
  findPackageManager,
  runCommand,
  type PackageManagerName,
} from './packageManager';
import { readPackageJson } from './packageJson';
import { bodyOf, matchingScripts, runOf, type Scripts } from './scripts';
import { readWorkspace, type WorkspacePackage } from './workspaces';

/** Programs that run another one and add nothing to what is checked. */
const COVERAGE = new Set(['nyc', 'c8']);
/** Commands that make way for others. */
const NEUTRAL = new Set([
  'rimraf',
  'rm',
  'mkdir',
  'mkdirp',
  'echo',
  'cp',
  'shx',
  'del-cli',
  'true',
  'exit',
]);
const PLACEHOLDER = /no test specified/i;
const MAX_PACKAGES = 200;

/** The scripts that a call of a package manager runs; undefined where it runs none. */
export async function expandManagerCall(
  manager: PackageManagerName,
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const asked = readManagerCall(manager, call.words);
  const { name, more } = asked;
  if (name === undefined) return undefined;
  const directory = resolveFolder(call.directory, asked.directory ?? '.');
  if (directory === undefined) return undefined;
  if (asked.packages !== undefined) {
    const inPackages = await expandInPackages(
      files,
      directory,
      name,
      asked.packages,
    );
    const settings = await settingsOf(files, directory, manager);
    return { ...inPackages, scripts: [...inPackages.scripts, ...settings] };
  }
  const packageJson = await readPackageJson(files, directory);
  const scripts = packageJson?.scripts ?? {};
  const names = matchingScripts(scripts, name);
  if (names.length === 0) {
    // A script that is not there runs nothing; what needs no `run` may be a program of a package instead.
    if (asked.isScript || manager === 'npm') {
      const optional = call.words.some(({ text }) => text === '--if-present');
      return { scripts: [], missing: !optional };
    }
    const at = call.words.findIndex(({ text }) => text === name);
    const words = call.words.slice(at);
    const text = quoteWords(words);
    const parts = canonicalRunnerCalls({ words, directory })
      ?.filter(part => quoteWords(part.words) !== text)
      .map(part => ({
        directory,
        words: [...call.words.slice(0, at), ...part.words],
      }));
    return {
      scripts: [
        { name: `\`${text}\``, text, directory },
        ...(await settingsOf(files, directory, manager)),
      ],
      ...(parts && parts.length > 0 && { parts }),
    };
  }
  const runs = names.flatMap(one => runOf(scripts, one, directory, more));
  if (runs.some(({ text }) => PLACEHOLDER.test(text))) return { scripts: [] };
  return {
    scripts: [...runs, ...(await settingsOf(files, directory, manager))],
    kind: kindOfName(name),
    parts:
      more.length === 0
        ? await partsOf(files, manager, scripts, names, directory)
        : undefined,
  };
}

/** The scripts that npm-run-all, concurrently and their like run. */
export async function expandRunMany(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const packageJson = await readPackageJson(files, call.directory);
  const scripts = packageJson?.scripts ?? {};
  const names = runManyNames(scripts, call.words);
  const runs = names.flatMap(name => runOf(scripts, name, call.directory));
  const commands = call.words
    .slice(1)
    .filter(({ text, quoted }) => quoted && text.includes(' '))
    .map(({ text }) => ({
      name: `\`${text}\``,
      text,
      directory: call.directory,
    }));
  const settings = await settingsOf(files, call.directory);
  return { scripts: [...runs, ...commands, ...settings] };
}

async function expandInPackages(
  files: TreeFiles,
  directory: string,
  name: string,
  packages: 'all' | readonly string[],
): Promise<Expansion> {
  const all = await readWorkspace(files, directory);
  const chosen =
    packages === 'all'
      ? all
      : all.filter(one => packages.some(wanted => isMeant(one, wanted)));
  const scripts = chosen
    .slice(0, MAX_PACKAGES)
    .flatMap(one =>
      matchingScripts(one.packageJson.scripts ?? {}, name).flatMap(script =>
        runOf(one.packageJson.scripts ?? {}, script, one.directory),
      ),
    );
  return { scripts, kind: scripts.length > 0 ? kindOfName(name) : undefined };
}

function isMeant(
  { name, directory }: WorkspacePackage,
  wanted: string,
): boolean {
  const plain = wanted
    .replace(/^\.{3}|\.{3}$/g, '')
    .replace(/[{}^]/g, '')
    .replace(/^\.\//, '')
    .replace(/\/\*\*?$/, '');
  if (plain === '*') return true;
  if (plain.startsWith('!')) return false;
  if (plain.endsWith('*')) return name.startsWith(plain.slice(0, -1));
  return (
    name === plain ||
    directory === plain ||
    directory.startsWith(`${plain}/`) ||
    name.endsWith(`/${plain}`)
  );
}

/**
 * Where a script is nothing but a list of scripts: those. So each check has a kind, a result and a place of its own.
 */
async function partsOf(
  files: TreeFiles,
  manager: PackageManagerName,
  scripts: Scripts,
  names: readonly string[],
  directory: string,
): Promise<readonly Call[] | undefined> {
  const calls: Call[] = [];
  for (const name of names) {
    if (names.length > 1) {
      calls.push(scriptCall(manager, name, directory));
      continue;
    }
    if (bodyOf(scripts, `pre${name}`) || bodyOf(scripts, `post${name}`))
      return undefined;
    for (const command of parseScript(bodyOf(scripts, name) ?? '')) {
      if (!command.counts || command.env.size > 0 || command.runs !== 'always')
        return undefined;
      const part = await partOf(
        files,
        manager,
        scripts,
        command.words,
        directory,
      );
      if (!part) return undefined;
      calls.push(...part);
    }
  }
  return calls.length > 0 ? calls : undefined;
}

async function partOf(
  files: TreeFiles,
  manager: PackageManagerName,
  scripts: Scripts,
  words: readonly Word[],
  directory: string,
): Promise<readonly Call[] | undefined> {
  const program = words[0].text;
  if (NEUTRAL.has(program)) return [];
  if (COVERAGE.has(program)) {
    const wrapped = inner(words, 1 + optionsOf(words));
    return wrapped.length > 0 && isManager(wrapped[0].text)
      ? await partOf(files, manager, scripts, wrapped, directory)
      : undefined;
  }
  if (isRunMany(program)) {
    const mixed = words.slice(1).some(({ text }) => text.includes(' '));
    const names = runManyNames(scripts, words);
    if (mixed || names.length === 0) return undefined;
    return names.map(name => scriptCall(manager, name, directory));
  }
  const runner = canonicalRunnerCalls({ words, directory });
  if (runner) {
    const found = await findPackageManager(files, directory);
    const prefix = found ? execPrefix(found).split(' ').map(plainWord) : [];
    return runner.map(call => ({ ...call, words: [...prefix, ...call.words] }));
  }
  if (!isManager(program)) return undefined;
  const asked = readManagerCall(program, words);
  if (
    !asked.name ||
    asked.packages ||
    asked.directory ||
    asked.more.length > 0
  ) {
    return undefined;
  }
  const called = matchingScripts(scripts, asked.name);
  if (called.length === 0) return undefined;
  return called.map(name => scriptCall(manager, name, directory));
}

/** nyc's options take a value more often than not: the wrapped program is the first that is a package manager. */
function optionsOf(words: readonly Word[]): number {
  const index = words.findIndex(({ text }, at) => at > 0 && isManager(text));
  return index < 0 ? 0 : index - 1;
}

function scriptCall(
  manager: PackageManagerName,
  name: string,
  directory: string,
): Call {
  const words = runCommand(manager, name).split(' ').map(plainWord);
  return { words, directory };
}

function isManager(program: string): program is PackageManagerName {
  return ['npm', 'yarn', 'pnpm', 'bun'].includes(program);
}

function isRunMany(program: string): boolean {
  return /^(?:npm-run-all2?|run-s|run-p|concurrently)$/.test(program);
}

function runManyNames(scripts: Scripts, words: readonly Word[]): string[] {
  const concurrently = words[0].text === 'concurrently';
  return words.slice(1).flatMap(({ text }) => {
    if (text.startsWith('-')) return [];
    const own = /^(?:npm|yarn|pnpm|bun):(\S+)$/.exec(text)?.[1];
    if (concurrently && !own) {
      const run = /^(?:npm|yarn|pnpm|bun) (?:run )?(\S+)$/.exec(text)?.[1];
      return run ? matchingScripts(scripts, run) : [];
    }
    return matchingScripts(scripts, own ?? text);
  });
}
