import type { TreeFiles } from '../../git';
import { fields, isMapping, items, text, type Value } from '../ci/yaml';
import type { Call, Expansion } from '../Ecosystem';
import { quoteWords, type Word } from '../shell';
import { join } from '../trace';
import { readToml, sectionOf } from '../toml';
import { readPyproject } from './project';

const MAX_NESTING = 6;

/** A task of `[tool.poe.tasks]`, `[tool.pdm.scripts]`, `[tool.rye.scripts]`. */
export async function expandTask(
  section: readonly string[],
  name: string | undefined,
  more: readonly Word[],
  { directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const tasks = fields(
    sectionOf(await readPyproject(files, directory), ...section),
  );
  if (name === undefined || !Object.hasOwn(tasks, name)) return undefined;
  const script = taskLines(tasks, name).join('\n');
  const path = join(directory, 'pyproject.toml');
  return {
    scripts: [
      {
        name: `task "${name}" of ${path}`,
        text: `${JSON.stringify(tasks[name])}\n${script}`,
        script: more.length > 0 ? `${script} ${quoteWords(more)}` : script,
        directory,
      },
    ],
  };
}

/** The commands of a task, other tasks that it names followed. */
function taskLines(
  tasks: { [key: string]: Value },
  name: string,
  depth = 0,
): string[] {
  if (depth > MAX_NESTING) return [];
  return linesOf(tasks, tasks[name], depth);
}

function linesOf(
  tasks: { [key: string]: Value },
  value: Value,
  depth: number,
): string[] {
  const line = text(value);
  if (line !== undefined) return [line];
  const follow = (one: Value) => {
    const other = text(one);
    const known =
      other !== undefined && Object.hasOwn(tasks, other.split(' ')[0]);
    return known
      ? taskLines(tasks, other.split(' ')[0], depth + 1)
      : linesOf(tasks, one, depth + 1);
  };
  if (Array.isArray(value)) return value.flatMap(follow);
  if (!isMapping(value)) return [];
  const list =
    value.sequence ?? value.composite ?? value.chain ?? value.parallel;
  if (list !== undefined) return items(list).flatMap(follow);
  const ref = text(value.ref);
  if (ref !== undefined) return follow(ref);
  const own = value.cmd ?? value.shell ?? value.interpreter;
  const words = items(own).flatMap(word => text(word) ?? []);
  return words.length > 0 ? [words.join(' ')] : [];
}

/** What `hatch run lint:style` runs. */
export async function expandHatch(
  asked: string | undefined,
  { directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const own = join(directory, 'hatch.toml');
  const config = readToml(await files.read(own));
  const pyproject = await readPyproject(files, directory);
  const environments = fields(
    isMapping(config)
      ? config.envs
      : sectionOf(pyproject, 'tool', 'hatch', 'envs'),
  );
  const [environment, name] = asked?.includes(':')
    ? asked.split(':')
    : ['default', asked];
  const scripts = fields(sectionOf(environments, environment, 'scripts'));
  if (name === undefined || !Object.hasOwn(scripts, name)) return undefined;
  const path = isMapping(config) ? own : join(directory, 'pyproject.toml');
  const lines = hatchLines(scripts, name);
  return {
    scripts: [
      {
        name: `script "${name}" of environment ${environment} in ${path}`,
        text: lines.join('\n'),
        directory,
      },
    ],
  };
}

function hatchLines(
  scripts: { [key: string]: Value },
  name: string,
  depth = 0,
): string[] {
  return items(scripts[name]).flatMap(value => {
    const line = (text(value) ?? '').replace(
      /\{args:?((?:[^{}]|\{[^{}]*\})*)\}/g,
      '$1',
    );
    const [program, ...rest] = line.split(' ');
    const known = program !== name && Object.hasOwn(scripts, program);
    if (!known || depth > MAX_NESTING) {
      return line.startsWith('- ') ? [] : [line.replace(/\{[^{}]*\}/g, '')];
    }
    return hatchLines(scripts, program, depth + 1).map((one, index, all) =>
      index === all.length - 1 ? [one, ...rest].join(' ').trim() : one,
    );
  });
}
