import type { TreeFiles } from '../../git';
import { fields, items, readYaml, text, type Value } from '../ci/yaml';
import type { Call, Expansion, ExpandedScript } from '../Ecosystem';
import { quoteWords } from '../shell';
import { join } from '../trace';

const MAX_NESTING = 6;

/** The composer.json of a folder; empty where there is none. */
export async function readComposer(
  files: TreeFiles,
  directory: string,
): Promise<{ [key: string]: Value }> {
  // JSON is YAML.
  const source = await files.read(join(directory, 'composer.json'));
  return fields(readYaml(source?.replaceAll('\t', ' ')));
}

/** What a script of composer.json runs, others that it names followed. */
export async function expandScript(
  name: string | undefined,
  call: Call,
  at: number,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const { directory, words } = call;
  const scripts = fields((await readComposer(files, directory)).scripts);
  if (name === undefined || !Object.hasOwn(scripts, name)) return undefined;
  const more = words.slice(at).filter(({ text: word }) => word !== '--');
  const found: ExpandedScript[] = [];
  const visit = (one: string, depth: number) => {
    if (depth > MAX_NESTING) return;
    const lines: string[] = [];
    for (const value of items(scripts[one])) {
      const line = text(value) ?? '';
      const other = /^@(?!php\b|composer\b|putenv\b)(\S+)/.exec(line)?.[1];
      if (other && Object.hasOwn(scripts, other)) visit(other, depth + 1);
      else lines.push(line.replace(/^@(?=php |composer )/, ''));
    }
    const script = lines.filter(line => !/^@|^[\w\\]+::/.test(line)).join('\n');
    const last = depth === 0 && more.length > 0;
    found.push({
      name: `script "${one}" of ${join(directory, 'composer.json')}`,
      text: items(scripts[one])
        .map(value => text(value) ?? '')
        .join('\n'),
      script: last ? `${script} ${quoteWords(more)}` : script,
      directory,
    });
  };
  visit(name, 0);
  return { scripts: found };
}
