import type { ExpandedScript } from '../Ecosystem';
import { quoteWords, type Word } from '../shell';
import { join } from '../trace';

/** The scripts of a package.json by name. */
export type Scripts = Readonly<Record<string, string>>;

/** The body of a script; undefined where there is none or it is blank. */
export function bodyOf(scripts: Scripts, name: string): string | undefined {
  if (!Object.hasOwn(scripts, name)) return undefined;
  const body = scripts[name].trim();
  return body === '' ? undefined : body;
}

/** A script with its hooks, as they run one after the other. */
export function runOf(
  scripts: Scripts,
  name: string,
  directory: string,
  more: readonly Word[] = [],
): ExpandedScript[] {
  return [`pre${name}`, name, `post${name}`].flatMap(part => {
    const body = bodyOf(scripts, part);
    if (body === undefined) return [];
    const script = part === name ? withArguments(body, more) : body;
    return [{ name: nameOf(part, directory), text: body, script, directory }];
  });
}

/** As a person knows it. */
export function nameOf(script: string, directory: string): string {
  return `script "${script}" of ${join(directory, 'package.json')}`;
}

/**
 * The scripts that a pattern of npm-run-all, concurrently or pnpm stands for: `*` is anything but a colon, `**`
 * anything, and what stands between slashes is a regular expression.
 */
export function matchingScripts(scripts: Scripts, pattern: string): string[] {
  const expression = /^\/(.*)\/$/.exec(pattern)?.[1];
  if (expression !== undefined) {
    const simple = /^\^?[\w:.-]*(?:\.\*)?\$?$/.test(expression);
    const plain = expression.replace(/^\^|\$$|\.\*/g, '');
    return Object.keys(scripts).filter(name =>
      expression.startsWith('^')
        ? name.startsWith(plain)
        : simple && name.includes(plain),
    );
  }
  if (!pattern.includes('*')) return pattern in scripts ? [pattern] : [];
  const source = pattern
    .split(/(\*+)/)
    .map(part => {
      if (part === '*') return '[^:]*';
      if (part.startsWith('*')) return '.*';
      return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const regex = new RegExp(`^${source}$`);
  return Object.keys(scripts).filter(name => regex.test(name));
}

/** What is given after the script's name goes to the last command of its body. */
function withArguments(body: string, more: readonly Word[]): string {
  return more.length === 0 ? body : `${body} ${quoteWords(more)}`;
}
