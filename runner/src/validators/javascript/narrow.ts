import type { TreeFiles } from '../../git';
import type { Narrowed } from '../Ecosystem';
import { affectedModules, ownerOf, type Change } from '../modules';
import { parseScript, plainWord, quoteWords, type Word } from '../shell';
import { foldersUp, resolveFolder } from '../trace';
import type { PlannedCommand } from '../Validator';
import { inner, readManagerCall } from './managerCall';
import { canonicalRunnerCalls } from './monorepoTools';
import {
  execPrefix,
  findPackageManager,
  type PackageManager,
} from './packageManager';
import { readPackageJson } from './packageJson';
import { bodyOf } from './scripts';
import { readWorkspace, type WorkspacePackage } from './workspaces';

/**
 * In a workspace: a check that runs in all packages runs in those that changed and in what depends on them; one of
 * a single package is left out where that package is not among them. What lies outside of all packages (the root's
 * configuration, the lockfile) concerns all.
 */
export async function narrowJavascript(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const { directory = '' } = command;
  const root = await workspaceRoot(files, directory);
  if (!root || paths.length === 0) return 'keep';
  const { packages, manager } = root;
  if (paths.some(path => !ownerOf(packages, path))) return 'keep';
  const affected = affectedModules(packages, paths);
  const own = packages.find(one => one.directory === directory);
  if (own) return affected.has(own.name) ? 'keep' : 'drop';
  const script = await innermost(files, command.command, directory);
  const names = packages
    .map(({ name }) => name)
    .filter(name => affected.has(name));
  const words = script && narrowedWords(script, names, manager);
  return words ? { command: quoteWords(words) } : 'keep';
}

async function workspaceRoot(
  files: TreeFiles,
  directory: string,
): Promise<
  { packages: readonly WorkspacePackage[]; manager: PackageManager } | undefined
> {
  for (const folder of foldersUp(directory)) {
    const packages = await readWorkspace(files, folder);
    if (packages.length === 0) continue;
    const manager = await findPackageManager(files, folder);
    return manager && { packages, manager };
  }
  return undefined;
}

/** The one call that a chain of scripts comes to: `npm test` -> `turbo run test`. */
async function innermost(
  files: TreeFiles,
  command: string,
  directory: string,
): Promise<readonly Word[] | undefined> {
  let script = command;
  for (let depth = 0; depth < 6; depth++) {
    const calls = parseScript(script);
    if (calls.length !== 1 || calls[0].env.size > 0) return undefined;
    const { words } = calls[0];
    const name = words[0].text;
    if (name === 'npx' || name === 'bunx') return inner(words, 1);
    if (!isManager(name)) return words;
    const asked = readManagerCall(name, words);
    if (asked.exec) return asked.exec;
    if (asked.packages || !asked.name) return words;
    const folder = resolveFolder(directory, asked.directory ?? '.') ?? '';
    const scripts = (await readPackageJson(files, folder))?.scripts ?? {};
    const hooks = [`pre${asked.name}`, `post${asked.name}`];
    if (hooks.some(hook => bodyOf(scripts, hook))) return undefined;
    const body = bodyOf(scripts, asked.name);
    if (body === undefined || asked.more.length > 0 || folder !== directory) {
      return words.slice(words.findIndex(({ text }) => text === asked.name));
    }
    script = body;
  }
  return undefined;
}

/** The call for some packages alone; undefined where it is none that can be narrowed. */
function narrowedWords(
  words: readonly Word[],
  names: readonly string[],
  manager: PackageManager,
): readonly Word[] | undefined {
  const plain = (texts: readonly string[]) => texts.map(plainWord);
  const runner = canonicalRunnerCalls({ words, directory: '' });
  if (runner) {
    const program = runner.at(0)?.words[0].text;
    if (!program || runner.length !== 1) return undefined;
    const prefix = execPrefix(manager).split(' ');
    const own = runner[0].words.filter(
      ({ text }) => !/^--(?:filter|projects|exclude)=/.test(text),
    );
    return [...plain(prefix), ...own, ...plain(runnerFilters(program, names))];
  }
  const program = words[0].text;
  if (!isManager(program)) return undefined;
  const { name, packages, more } = readManagerCall(program, words);
  if (packages !== 'all' || !name) return undefined;
  switch (program) {
    case 'npm':
      return [
        ...plain(['npm', 'run', name, '--if-present']),
        ...plain(names.flatMap(one => ['-w', one])),
        ...(more.length > 0 ? [plainWord('--'), ...more] : []),
      ];
    case 'pnpm':
    case 'bun':
      return [
        plainWord(program),
        ...plain(names.flatMap(one => ['--filter', one])),
        ...plain(['run', name]),
        ...more,
      ];
    default:
      if (!manager.berry) return undefined;
      return [
        ...plain([
          'yarn',
          'workspaces',
          'foreach',
          '--all',
          '--topological-dev',
        ]),
        ...plain(names.flatMap(one => ['--include', one])),
        ...plain(['run', name]),
        ...more,
      ];
  }
}

function runnerFilters(program: string, names: readonly string[]): string[] {
  switch (program) {
    case 'nx':
      return [`--projects=${names.join(',')}`];
    case 'turbo':
      return names.map(name => `--filter=${name}`);
    default:
      return names.map(name => `--scope=${name}`);
  }
}

function isManager(name: string): name is PackageManager['name'] {
  return ['npm', 'yarn', 'pnpm', 'bun'].includes(name);
}
