import type { TreeFiles } from '../../git';
import type { Call, Expansion, ExpandedScript } from '../Ecosystem';
import { join, kindOfName } from '../trace';

const FILES = ['Rakefile', 'rakefile', 'Rakefile.rb', 'rakefile.rb'];
const MAX_TASKS = 20;
const MAX_TEXT = 4_000;

type Task = {
  needs: readonly string[];
  script: readonly string[];
  text: string;
};

/** What a call of rake runs, as far as its tasks are made by the usual libraries or written out. */
export async function expandRake(
  { words, directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const path = await rakefileOf(files, directory);
  if (!path) return undefined;
  const tasks = readTasks(await sourceOf(files, path, directory));
  const named = words
    .slice(1)
    .map(({ text }) => text)
    .filter(isTask);
  const wanted = named.length > 0 ? named : ['default'];
  const scripts: ExpandedScript[] = [];
  const seen = new Set<string>();
  const visit = (name: string) => {
    const task = tasks.get(name);
    if (!task || seen.has(name) || seen.size > MAX_TASKS) return;
    seen.add(name);
    for (const need of task.needs) visit(need);
    scripts.push({
      name: `task ${name} of ${path}`,
      text: task.text,
      script: task.script.join('\n'),
      directory,
    });
  };
  for (const name of wanted) visit(name.replace(/\[.*$/, ''));
  const kind = kindOfName(wanted.join(' '));
  return {
    scripts,
    kind: kind === 'format' || kind === 'build' ? undefined : kind,
    identity: wanted.join(' '),
  };
}

function isTask(word: string): boolean {
  return /^[a-z][\w:]*(?:\[.*\])?$/i.test(word);
}

export async function rakefileOf(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  for (const name of FILES) {
    const path = join(directory, name);
    if (await files.has(path)) return path;
  }
  return undefined;
}

/** The Rakefile with the files of tasks that it usually loads. */
async function sourceOf(
  files: TreeFiles,
  path: string,
  directory: string,
): Promise<string> {
  const loaded = (await files.list()).filter(
    one =>
      one.startsWith(join(directory, '')) &&
      /(?:^|\/)(?:tasks|rakelib|lib\/tasks)\/[^/]+\.(?:rake|rb)$/.test(one),
  );
  const texts = [path, ...loaded.slice(0, MAX_TASKS)].map(one =>
    files.read(one),
  );
  return (await Promise.all(texts)).join('\n');
}

/** The tasks of a Rakefile's text. */
export function readTasks(source: string): Map<string, Task> {
  const tasks = new Map<string, Task>();
  const add = (name: string, task: Partial<Task>) => {
    const known = tasks.get(name);
    tasks.set(name, {
      needs: [...(known?.needs ?? []), ...(task.needs ?? [])],
      script: [...(known?.script ?? []), ...(task.script ?? [])],
      text: `${known?.text ?? ''}${task.text ?? ''}`.slice(0, MAX_TEXT),
    });
  };
  for (const [text, library, name] of source.matchAll(
    /\b(RSpec::Core::RakeTask|Rake::TestTask|Minitest::TestTask|RuboCop::RakeTask|Cucumber::Rake::Task|Steep::RakeTask)\.(?:new|create)\b(?:\(?\s*[:"'](\w+))?(?:[^\n]*\bdo\b[^]*?\n\s*end\b)?/g,
  )) {
    const [own, program] = libraryOf(library);
    add(name ?? own, { script: [program], text });
  }
  for (const [line, name, needs = ''] of source.matchAll(
    /^[ \t]*(?:multi)?task[ (]+:?["']?(\w+(?::\w+)*)["']?(?:\s*(?:=>|:)\s*|,\s*:?needs\s*=>\s*|:\s+|\s+=>\s*)?(\[[^\]]*\]|%[wi]\[[^\]]*\]|[:"'][\w:]+["']?)?[^\n]*/gm,
  )) {
    const block = blockAfter(source, line);
    add(name, {
      needs: (needs.match(/\w[\w:]*/g) ?? []).filter(
        one => !/^[wi]$/.test(one),
      ),
      script: [...block.matchAll(/\b(sh|system|ruby)[ (]+(["'])(.*?)\2/g)].map(
        ([, call, , command]) => {
          const known = command.replace(/#\{[^}]*\}/g, '');
          return call === 'ruby' ? `ruby ${known}` : known;
        },
      ),
      text: `${line}${block}`,
    });
  }
  return tasks;
}

function blockAfter(source: string, line: string): string {
  if (!/\bdo\b/.test(line)) return /\{(.*)\}/.exec(line)?.[1] ?? '';
  const start = source.indexOf(line) + line.length;
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const end = source.indexOf(`\n${indent}end`, start);
  return end < 0 ? '' : source.slice(start, end);
}

function libraryOf(library: string): [string, string] {
  switch (library) {
    case 'RSpec::Core::RakeTask':
      return ['spec', 'rspec'];
    case 'RuboCop::RakeTask':
      return ['rubocop', 'rubocop'];
    case 'Cucumber::Rake::Task':
      return ['cucumber', 'cucumber'];
    case 'Steep::RakeTask':
      return ['steep', 'steep check'];
    default:
      return ['test', 'minitest'];
  }
}
