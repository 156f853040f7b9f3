import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { TreeFiles } from '../git';
import { prefetch } from './cachedFiles';
import { fields, readYaml } from './ci/yaml';
import type { ToolRule } from './Ecosystem';
import { foldersUp, optionValues, resolveFolder, type Leaf } from './trace';

const MAX_FILES = 300;
const MAX_CHARS = 100;

/** A pattern of paths, with `*`, `**`, `?` and `{a,b}`, as a regular expression. */
export function globRegex(pattern: string): RegExp {
  const source = pattern.replace(
    /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g,
    part => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      if (part.length > 1 && part.startsWith('{')) {
        const choices = part.slice(1, -1).split(',');
        return `(?:${choices
          .map(choice => choice.replace(/[.+^$()|[\]\\*?]/g, '\\$&'))
          .join('|')})`;
      }
      return `\\${part}`;
    },
  );
  return new RegExp(`^${source}$`);
}

/** The files and sections of files that decide what a check complains about, by their names. */
export async function configurationOf(
  files: TreeFiles,
  { rule, words, directory }: Leaf,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const wholes: RegExp[] = [];
  const sections: { pattern: RegExp; section: string }[] = [];
  for (const entry of rule.config ?? []) {
    const [pattern, section] = entry.split('#');
    if (section === undefined) wholes.push(globRegex(pattern));
    else sections.push({ pattern: globRegex(pattern), section });
  }
  const above = new Set(foldersUp(directory));
  const near = (await files.list()).filter(path =>
    isNear(path, directory, above),
  );
  const isMatch = (path: string, pattern: RegExp) =>
    pattern.test(posix.basename(path)) || pattern.test(path);
  const patterns = [...wholes, ...sections.map(({ pattern }) => pattern)];
  const paths = near
    .filter(path => patterns.some(pattern => isMatch(path, pattern)))
    .slice(0, MAX_FILES);
  await prefetch(files, paths);
  for (const path of paths) {
    if (wholes.some(pattern => isMatch(path, pattern))) {
      await addFile(files, path, found, rule.essence);
    }
    for (const { pattern, section } of sections) {
      if (isMatch(path, pattern)) await addSection(files, path, section, found);
    }
  }
  for (const value of optionValues(words, rule.configWith ?? [])) {
    const path = resolveFolder(directory, value);
    if (path) await addFile(files, path, found);
  }
  return found;
}

/** A text as it is where it is short enough for a sentence, else its hash. */
export function boundedText(text: string): string {
  if (text.length <= MAX_CHARS) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.length} characters, sha256 ${hash}`;
}

/** In the folder that the check runs in, below it, or in one above it. */
function isNear(
  path: string,
  directory: string,
  above: ReadonlySet<string>,
): boolean {
  if (path.includes('node_modules/')) return false;
  if (directory === '' || path.startsWith(`${directory}/`)) return true;
  const folder = posix.dirname(path);
  return above.has(folder === '.' ? '' : folder);
}

async function addFile(
  files: TreeFiles,
  path: string,
  found: Map<string, string>,
  essence: ToolRule['essence'] = (_, text) => text,
): Promise<void> {
  const text = await files.read(path);
  if (text !== undefined) found.set(path, boundedText(essence(path, text)));
}

async function addSection(
  files: TreeFiles,
  path: string,
  section: string,
  found: Map<string, string>,
): Promise<void> {
  const text = await files.read(path);
  if (text === undefined) return;
  const value = /\.(?:json|ya?ml)$/.test(path)
    ? JSON.stringify(fields(readYaml(text.replaceAll('\t', ' ')))[section])
    : sectionText(text, section);
  if (value) found.set(`${section} in ${path}`, boundedText(value));
}

/** The tables of a TOML file, or the sections of an INI file, that are called so, or begin so: `[tool.ruff.lint]`. */
function sectionText(text: string, section: string): string {
  const kept: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line)?.[1];
    if (header) {
      const name = header.replaceAll('"', '');
      inside = [section, `${section}.`, `${section}:`].some((start, index) =>
        index === 0 ? name === start : name.startsWith(start),
      );
    }
    if (inside && line.trim() !== '') kept.push(line.trimEnd());
  }
  return kept.join('\n');
}
