import { posix } from 'node:path';
import type { TreeFiles } from '../../git';
import type { Narrowed } from '../Ecosystem';
import { narrowModules, type Change, type Module } from '../modules';
import { plainWord, quoteWords, type ScriptCommand } from '../shell';
import { join, resolveFolder } from '../trace';
import type { PlannedCommand } from '../Validator';
import { readPom } from './pom';
import { mavenTools } from './tools';

const CHOOSING =
  /^(?:-pl|--projects|-rf|--resume-from|-f|--file|-N|--non-recursive|-am|-amd|--also-make.*)(?:=|$)/;
const MAX_MODULES = 400;

/** In a build of several modules: those that changed, what depends on them, and what these need to be built. */
export async function narrowMaven(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const modules = await modulesOf(files);
  return narrowModules(command, paths, {
    ...{ tools: mavenTools, modules },
    forModules: forProjects,
  });
}

function forProjects(
  { words }: ScriptCommand,
  modules: readonly Module[],
): string | undefined {
  if (words.some(({ text }) => CHOOSING.test(text))) return undefined;
  const folders = modules.map(({ directory }) => directory).join(',');
  return quoteWords([...words, ...['-pl', folders, '-am'].map(plainWord)]);
}

async function modulesOf(files: TreeFiles): Promise<Module[]> {
  const modules: Module[] = [];
  const seen = new Set(['']);
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const pom = (await readPom(files, at)) ?? '';
    if (at !== '') modules.push(moduleOf(at, pom));
    for (const [, path] of pom.matchAll(/<module>\s*([^<]+?)\s*<\/module>/g)) {
      const folder = resolveFolder(at, folderOf(path));
      if (folder === undefined || seen.has(folder)) continue;
      if (!(await files.has(join(folder, 'pom.xml')))) continue;
      if (seen.size > MAX_MODULES) return [];
      seen.add(folder);
      open.push(folder);
    }
  }
  return modules;
}

/** A module is named by its folder, or by its file. */
function folderOf(path: string): string {
  return path.endsWith('.xml') ? posix.dirname(path) : path;
}

/** All artifacts that a pom names are taken for what it uses, its parent too. */
function moduleOf(directory: string, pom: string): Module {
  const own = pom
    .replace(/<parent>[^]*?<\/parent>/g, '')
    .replace(
      /<(build|dependencies|dependencyManagement|profiles|reporting)>[^]*?<\/\1>/g,
      '',
    );
  const name = /<artifactId>\s*([^<]+?)\s*<\/artifactId>/.exec(own)?.[1];
  const named = [...pom.matchAll(/<artifactId>\s*([^<]+?)\s*<\/artifactId>/g)];
  return {
    name: name ?? directory,
    directory,
    uses: named.map(([, one]) => one).filter(one => one !== name),
  };
}
