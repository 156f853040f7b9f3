import type { TreeFiles } from '../../git';
import {
  fields,
  isMapping,
  items,
  readYaml,
  text,
  texts,
  type Value,
} from '../ci/yaml';
import type {
  Call,
  Convention,
  Ecosystem,
  ExpandedScript,
  Expansion,
} from '../Ecosystem';
import { isDangerous, recipeConventions, recipeKind } from '../recipes';
import { join, optionValues, resolveFolder } from '../trace';

const NAMES = [
  'Taskfile.yml',
  'taskfile.yml',
  'Taskfile.yaml',
  'taskfile.yaml',
  'Taskfile.dist.yml',
  'Taskfile.dist.yaml',
];
const VALUES = [
  '-d',
  '--dir',
  '-t',
  '--taskfile',
  '-o',
  '--output',
  '-C',
  '--concurrency',
  '--output-group-begin',
  '--output-group-end',
  '-I',
  '--interval',
];
const MAX_TASKS = 60;

type Taskfile = {
  path: string;
  tasks: { [name: string]: Value };
  variables: { [name: string]: string };
  /** What decides how all tasks run, as named texts. */
  settings: ReadonlyMap<string, string>;
};

/** Of a whole Taskfile: what is set for all of its tasks. */
const SETTINGS = ['vars', 'env', 'dotenv', 'set', 'shopt', 'method', 'run'];

/** The tasks of Taskfiles. */
export const taskfile: Ecosystem = {
  id: 'taskfile',
  looksFor: 'the tasks lint and test of a Taskfile',
  tools: [
    {
      programs: ['task', 'go-task'],
      refuseWith: { '-w': 'it never ends', '--watch': 'it never ends' },
      expand: expandTask,
      valued: VALUES,
    },
    { programs: ['task-dangerous'], refuse: 'it publishes' },
    { programs: ['task-watches'], refuse: 'it never ends' },
  ],

  async conventions(files): Promise<Convention[]> {
    const found = await readTaskfile(files, '');
    return found
      ? recipeConventions('task', Object.keys(found.tasks), found.path)
      : [];
  },

  async setup() {
    return { setup: [], pins: [] };
  },
};

async function readTaskfile(
  files: TreeFiles,
  directory: string,
): Promise<Taskfile | undefined> {
  for (const name of NAMES) {
    const path = join(directory, name);
    const source = await files.read(path);
    if (source === undefined) continue;
    const config = fields(readYaml(source));
    const tasks = { ...fields(config.tasks) };
    const settings = settingsOf(config, path);
    for (const [space, value] of Object.entries(fields(config.includes))) {
      const place = text(value) ?? text(fields(value).taskfile);
      const included = place && resolveFolder(directory, place);
      const folder = included && (await taskfileAt(files, included));
      settings.set(`include ${space} of ${path}`, JSON.stringify(value));
      for (const [setting, own] of folder ? settingsOf(folder, space) : []) {
        settings.set(setting, own);
      }
      for (const [task, body] of Object.entries(
        folder ? fields(folder.tasks) : {},
      )) {
        tasks[`${space}:${task}`] = body;
      }
    }
    return { path, tasks, settings, variables: texts(config.vars) };
  }
  return undefined;
}

function settingsOf(
  config: { [name: string]: Value },
  place: string,
): Map<string, string> {
  const settings = new Map<string, string>();
  for (const key of SETTINGS) {
    const value = config[key];
    if (value === undefined) continue;
    if (!isMapping(value)) {
      settings.set(`${key} of ${place}`, JSON.stringify(value));
    }
    for (const [name, one] of Object.entries(fields(value))) {
      settings.set(`${key} ${name} of ${place}`, JSON.stringify(one));
    }
  }
  return settings;
}

async function taskfileAt(files: TreeFiles, path: string) {
  if (/\.ya?ml$/.test(path)) return fields(readYaml(await files.read(path)));
  for (const name of NAMES) {
    const source = await files.read(join(path, name));
    if (source !== undefined) return fields(readYaml(source));
  }
  return undefined;
}

async function expandTask(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const { words } = call;
  if (
    words.some(({ text: word }) =>
      /^(?:-l|-a|--list|--list-all|-w|--watch|--summary|--init)$/.test(word),
    )
  ) {
    return undefined;
  }
  const folder = optionValues(words, ['-d', '--dir']).at(0);
  const directory = folder
    ? resolveFolder(call.directory, folder)
    : call.directory;
  const found =
    directory === undefined ? undefined : await readTaskfile(files, directory);
  if (!found || directory === undefined) return undefined;
  const named = words
    .slice(1)
    .map(({ text: word }) => word)
    .filter(word => Object.hasOwn(found.tasks, word));
  const targets = named.length > 0 ? named : ['default'];
  const scripts: ExpandedScript[] = [];
  const seen = new Set<string>();
  const visit = (name: string) => {
    const task = found.tasks[name];
    if (task === undefined || seen.has(name) || seen.size >= MAX_TASKS) return;
    seen.add(name);
    const body = fields(task);
    for (const need of items(body.deps))
      visit(text(need) ?? text(fields(need).task) ?? '');
    const commands =
      body.cmds ??
      body.cmd ??
      (Array.isArray(task) || text(task) ? task : undefined);
    const variables = { ...found.variables, ...texts(body.vars) };
    const lines: string[] = [];
    for (const command of items(commands)) {
      const other = text(fields(command).task);
      if (other !== undefined) visit(other);
      const line = text(command) ?? text(fields(command).cmd);
      const ignored = fields(command).ignore_error === true;
      if (line !== undefined)
        lines.push(`${fill(line, variables)}${ignored ? ' || true' : ''}`);
    }
    if (body.watch === true) lines.push('task-watches');
    const own = text(body.dir);
    scripts.push({
      name: `task ${name} of ${found.path}`,
      text: JSON.stringify(task),
      script: lines.join('\n'),
      directory:
        (own && resolveFolder(directory, fill(own, variables))) ?? directory,
    });
  };
  for (const target of targets) visit(target);
  for (const [name, value] of found.settings) {
    scripts.push({ ...{ name, directory }, text: value, script: '' });
  }
  if (targets.some(isDangerous)) {
    scripts.push({
      name: 'its name',
      text: '',
      script: 'task-dangerous',
      directory,
    });
  }
  return {
    scripts,
    kind: recipeKind(targets.join(' ')),
    identity: targets.join(' '),
  };
}

/** Fills in variables that are written out; what is computed stays unknown. */
function fill(line: string, variables: { [name: string]: string }): string {
  return line.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const name = /^\.(\w+)$/.exec(expression)?.[1];
    if (name === 'CLI_ARGS') return '';
    return (name && variables[name]) ?? `\${${name ?? 'unknown'}}`;
  });
}
