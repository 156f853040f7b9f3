import type { TreeFiles } from '../git';
import { prefetch } from './cachedFiles';
import type { Narrowed, Tool } from './Ecosystem';
import { parseScript, quoteWords, type ScriptCommand } from './shell';
import type { PlannedCommand } from './Validator';

/** A part of a repository that is built and tested for itself. */
export type Module = {
  /** What others name it by; none has the name of another. */
  name: string;
  /** From the root. The root itself is no module. */
  directory: string;
  /** The names of what it depends on, those of others among them. */
  uses: readonly string[];
};

/** What a change touches, and the tree before it. */
export type Change = { paths: readonly string[]; files: TreeFiles };

/** How an ecosystem's checks are narrowed. */
export type ModuleNarrowing = {
  tools: readonly Tool[];
  modules: readonly Module[];
  /** A call at the root for some modules alone; left out or undefined where it cannot be had. */
  forModules?(
    call: ScriptCommand,
    modules: readonly Module[],
  ): string | undefined;
};

const MAX_MODULES = 400;

/** The folders below the root that hold a file of this name, with its text. */
export async function foldersWith(
  files: TreeFiles,
  name: string,
): Promise<{ directory: string; text: string }[]> {
  const paths = (await files.list())
    .filter(path => path.endsWith(`/${name}`))
    .slice(0, MAX_MODULES);
  await prefetch(files, paths);
  const found = [];
  for (const path of paths) {
    const text = await files.read(path);
    const directory = path.slice(0, -name.length - 1);
    if (text !== undefined) found.push({ directory, text });
  }
  return found;
}

/** The innermost module that a path lies in. */
export function ownerOf<T extends Module>(
  modules: readonly T[],
  path: string,
): T | undefined {
  return modules
    .filter(({ directory }) => path.startsWith(`${directory}/`))
    .sort((a, b) => b.directory.length - a.directory.length)
    .at(0);
}

/** The names of the modules that changed paths belong to, and of all that depend on these. */
export function affectedModules(
  modules: readonly Module[],
  paths: readonly string[],
): Set<string> {
  const affected = new Set<string>();
  for (const path of paths) {
    const owner = ownerOf(modules, path);
    if (owner) affected.add(owner.name);
  }
  for (let before = -1; before < affected.size; ) {
    before = affected.size;
    for (const { name, uses } of modules) {
      if (uses.some(used => affected.has(used))) affected.add(name);
    }
  }
  return affected;
}

/**
 * A check of one module is left out where the change does not touch that module nor what it depends on; one of all
 * modules runs in those that it touches. What lies outside of all modules concerns all.
 */
export function narrowModules(
  { command, directory = '' }: PlannedCommand,
  paths: readonly string[],
  { tools, modules, forModules }: ModuleNarrowing,
): Narrowed {
  if (paths.length === 0 || modules.length === 0) return 'keep';
  if (paths.some(path => !ownerOf(modules, path))) return 'keep';
  const calls = parseScript(command);
  // What is not known, or is looked for elsewhere, may concern any module.
  const plain = !/[$`]|(?:^|[\s=/])\.\.(?:\/|\s|$)/.test(command);
  if (!plain || calls.length === 0) return 'keep';
  if (!calls.every(call => isOf(tools, call))) return 'keep';
  const affected = affectedModules(modules, paths);
  if (directory !== '') {
    const own = ownerOf(modules, `${directory}/`);
    const concerned = modules.filter(
      module => module === own || module.directory.startsWith(`${directory}/`),
    );
    const untouched =
      own !== undefined && !concerned.some(({ name }) => affected.has(name));
    return untouched ? 'drop' : 'keep';
  }
  const touched = modules.filter(({ name }) => affected.has(name));
  if (calls.length > 1 || touched.length === modules.length) return 'keep';
  const narrowed = forModules?.(calls[0], touched);
  if (narrowed === undefined) return 'keep';
  return { command: assignments(calls[0]) + narrowed };
}

function isOf(tools: readonly Tool[], { words }: ScriptCommand): boolean {
  const name = words[0].text.replace(/^.*\//, '');
  return tools.some(({ programs }) => programs.includes(name));
}

function assignments({ env }: ScriptCommand): string {
  return [...env]
    .map(([name, text]) => {
      const word = quoteWords([{ text, quoted: true, unknown: [] }]);
      return `${name}=${word} `;
    })
    .join('');
}
