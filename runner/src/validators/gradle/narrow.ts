import type { TreeFiles } from '../../git';
import type { Narrowed } from '../Ecosystem';
import { narrowModules, type Change, type Module } from '../modules';
import { plainWord, quoteWords, type ScriptCommand } from '../shell';
import { join } from '../trace';
import type { PlannedCommand } from '../Validator';
import { gradleTools } from './tools';

/** Tasks that each project has which builds anything. */
const TASK = /^(?:check|test|build|assemble)$/;
/** Options without a value, or with one of their own word, that choose no project. */
const OPTION = /^(?:--[a-z-]+(?:=.*)?|-[D-P].+|-[qisdS])$/;
const CHOOSING =
  /^--(?:project-dir|build-file|settings-file|exclude-task|tests|include-build|init-script|console|warning-mode|max-workers)(?:=|$)/;
const INCLUDE = /\binclude\b\s*\(?((?:\s*,?\s*["'][^"']+["'])+)/g;
/** What finds projects while it runs, or puts them elsewhere. */
const COMPUTED = /projectDir|fileTree|listFiles|\bwalk|\$\{?\w/;
const BY_PATH = /\bproject\s*\(\s*(?:path\s*[:=]\s*)?["'](:[^"']+)["']/g;
const BY_NAME = /\bprojects\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/g;
const MAX_PROJECTS = 200;

/** In a build of several projects: a task runs in those that changed, and in those that depend on them. */
export async function narrowGradle(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const modules = await projectsOf(files);
  return narrowModules(command, paths, {
    ...{ tools: gradleTools, modules },
    forModules: forProjects,
  });
}

function forProjects(
  { words }: ScriptCommand,
  modules: readonly Module[],
): string | undefined {
  const [program, ...rest] = words;
  const options = rest.filter(({ text }) => text.startsWith('-'));
  const tasks = rest.filter(({ text }) => !text.startsWith('-'));
  const known =
    options.every(({ text }) => OPTION.test(text) && !CHOOSING.test(text)) &&
    tasks.every(({ text }) => TASK.test(text));
  if (!known || tasks.length === 0) return undefined;
  const narrowed = tasks.flatMap(({ text }) =>
    modules.map(({ name }) => plainWord(`${name}:${text}`)),
  );
  return quoteWords([program, ...narrowed, ...options]);
}

/** Each with a build file of its own; none where that cannot be read from the files alone. */
async function projectsOf(files: TreeFiles): Promise<Module[]> {
  const settings = await scriptOf(files, 'settings.gradle');
  if (settings === undefined || COMPUTED.test(settings)) return [];
  const names = [...settings.matchAll(INCLUDE)].flatMap(([, list]) =>
    [...list.matchAll(/["']:?([^"']+)["']/g)].map(([, name]) => `:${name}`),
  );
  if (names.length > MAX_PROJECTS) return [];
  // What the root's build says of all projects.
  const shared = usesOf((await scriptOf(files, 'build.gradle')) ?? '', names);
  const projects: Module[] = [];
  for (const name of new Set(names)) {
    const directory = name.slice(1).replaceAll(':', '/');
    const build = await scriptOf(files, join(directory, 'build.gradle'));
    if (build === undefined) return [];
    projects.push({
      name,
      directory,
      uses: [...shared, ...usesOf(build, names)],
    });
  }
  return projects;
}

async function scriptOf(
  files: TreeFiles,
  path: string,
): Promise<string | undefined> {
  const text = (await files.read(path)) ?? (await files.read(`${path}.kts`));
  return text?.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

function usesOf(build: string, names: readonly string[]): string[] {
  const byName = new Map(names.map(name => [accessorOf(name), name]));
  return [
    ...[...build.matchAll(BY_PATH)].map(([, name]) => name),
    ...[...build.matchAll(BY_NAME)].flatMap(([, name]) => {
      const plain = name.replace(/\.dependencyProject$/, '');
      return byName.get(plain) ?? [];
    }),
  ];
}

/** `:some-part:api` is `projects.somePart.api`. */
function accessorOf(name: string): string {
  return name
    .slice(1)
    .replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase())
    .replaceAll(':', '.');
}
