import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';

/** What is told of a check that does several things: the first of these. */
const ORDER: readonly CheckKind[] = [
  'test',
  'build',
  'lint',
  'typecheck',
  'format',
];

/** Names say what a script is for, not whether it is a check: see `Leaf.opaque`. */
const NAMES: readonly [RegExp, CheckKind][] = [
  [/\b(?:fmt|format|formatting|prettier)\b/i, 'format'],
  [/\b(?:types?|type-?check|typing|typings|tsc|mypy|pyright)\b/i, 'typecheck'],
  [
    /\b(?:lint|linting|linter|lints|clippy|eslint|style|checkstyle|codestyle)\b/i,
    'lint',
  ],
  [
    /\b(?:test|tests|testing|unit|spec|specs|integration|mocha|jest|vitest|pytest|e2e)\b/i,
    'test',
  ],
  [/\b(?:build|compile)\b/i, 'build'],
  [/\b(?:check|checks|verify|validate|integrity)\b/i, 'lint'],
];

/** The kind that a name promises. `_` and `:` part words as `-` does. */
export function kindOfName(name: string): CheckKind | undefined {
  const words = name
    .replace(/[_:./]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
  return NAMES.find(([pattern]) => pattern.test(words))?.[1];
}

/** Programs that are started for others to talk with. */
const SERVERS = /^(?:server|serve|start|dev|index|main|app)\b/i;

/** The kind that the name of a file promises, or that of the folder that it is in: `scripts/test/zones.sh`. */
export function kindOfPath(path: string): CheckKind | undefined {
  const [name, folder = ''] = path.split('/').reverse();
  if (SERVERS.test(name)) return undefined;
  return kindOfName(name) ?? kindOfName(folder);
}

/** One kind for a check that does several things: the one that its name promises, else the weightiest. */
export function principalKind(
  kinds: readonly CheckKind[],
  name: string,
): CheckKind | undefined {
  const named = kindOfName(name);
  // A compiler checks types and builds: its name says what for.
  const compiles =
    kinds.length > 0 &&
    kinds.every(kind => kind === 'build' || kind === 'typecheck');
  if (compiles && (named === 'build' || named === 'typecheck')) return named;
  if (named && kinds.includes(named)) return named;
  return ORDER.find(kind => kinds.includes(kind));
}

const BROWSERS =
  /\b(?:e2e|karma|browsers?|playwright|cypress|selenium|webdriver|wdio|puppeteer|chrome|chromium|firefox|electron|docker|testcontainers)\b/i;

/** Whether a name says that tests need more than the code. */
export function namesService(name: string): boolean {
  return BROWSERS.test(name.replace(/[_:./]/g, ' '));
}
