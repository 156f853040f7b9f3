/** The scripts of a package.json by name. */
export type Scripts = Readonly<Record<string, string>>;

const NAME = '[A-Za-z0-9_@./:-]+';
const PATTERN = '[A-Za-z0-9_@./:*!-]+';
/** `npm run x`, `npm --silent run x`, `pnpm run x`, `node --run x`. */
const RUN = new RegExp(
  `\\b(?:npm|yarn|pnpm|bun)\\s+(?:-{1,2}[\\w-]+(?:=\\S+)?\\s+)*(?:run-script|run|rum|urn)\\s+(?:-{1,2}[\\w-]+\\s+)*["']?(${NAME})`,
  'g',
);
const NODE_RUN = new RegExp(`\\bnode\\s+--run[= ]["']?(${NAME})`, 'g');
const LIFECYCLE =
  /\bnpm\s+(?:-{1,2}[\w-]+\s+)*(test|t|tst|start|stop|restart)\b/g;
/** `yarn lint`, `pnpm lint`: any word that is the name of a script. */
const SHORT = new RegExp(`\\b(?:yarn|pnpm)\\s+["']?(${NAME})`, 'g');
const RUN_MANY = /\b(?:npm-run-all2?|run-s|run-p)\s+([^&|;]+)/g;
const CONCURRENTLY = new RegExp(`\\bnpm:(${PATTERN})`, 'g');

/**
 * All scripts that `npm run <name>` runs, with their bodies: its own, its `pre` and `post` hooks, and those that
 * any of these call in turn.
 */
export function expandScript(
  scripts: Scripts,
  name: string,
): Map<string, string> {
  const found = new Map<string, string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const part of [`pre${next}`, next, `post${next}`]) {
      const body = bodyOf(scripts, part);
      if (body === undefined || found.has(part)) continue;
      found.set(part, body);
      open.push(...calledScripts(scripts, body));
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All scripts that a command line runs, with their bodies. */
export function expandCommand(
  scripts: Scripts,
  command: string,
): Map<string, string> {
  const names = calledScripts(scripts, command);
  return new Map(names.flatMap(name => [...expandScript(scripts, name)]));
}

/** The body of a script; undefined where there is none or it is blank. */
export function bodyOf(scripts: Scripts, name: string): string | undefined {
  if (!Object.hasOwn(scripts, name)) return undefined;
  const body = scripts[name].trim();
  return body === '' ? undefined : body;
}

function calledScripts(scripts: Scripts, body: string): string[] {
  const called: string[] = [];
  for (const pattern of [RUN, NODE_RUN, SHORT]) {
    for (const [, name] of body.matchAll(pattern)) called.push(name);
  }
  for (const [, name] of body.matchAll(LIFECYCLE)) {
    called.push(name === 't' || name === 'tst' ? 'test' : name);
  }
  for (const [, words] of body.matchAll(RUN_MANY)) {
    for (const word of words.split(/\s+/)) {
      called.push(
        ...matchingScripts(scripts, word.replace(/^["']|["']$/g, '')),
      );
    }
  }
  for (const [, pattern] of body.matchAll(CONCURRENTLY)) {
    called.push(...matchingScripts(scripts, pattern));
  }
  return called;
}

/** npm-run-all's patterns: `*` is anything but a colon, `**` anything. */
function matchingScripts(scripts: Scripts, pattern: string): string[] {
  if (!pattern.includes('*')) return [pattern];
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
