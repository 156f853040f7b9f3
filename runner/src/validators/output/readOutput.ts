import { keepEnd, stripAnsi } from '../../events';
import type { OutputReader, ToolWords } from '../Ecosystem';
import type {
  CommandFailure,
  CommandWords,
  PlannedCommand,
} from '../Validator';

const MAX_LINES = 60;
const MAX_CHARS = 7_500;
/** New failures are told from known ones by all of them: a repository with more is compared by its first ones. */
const MAX_FAILURES = 20_000;
/** `web:test: `, `packages/web test: `: what a runner of many packages puts in front of their lines. */
const PACKAGE =
  /^(?:@?[\w/.-]+:[a-z][\w:.-]*: |(?:packages|apps|libs)\/[\w/.-]+ [\w:-]+: )/;
/** `npm error code ELIFECYCLE`, `npm ERR! …`, and the announcement of a script: `> pkg@1.0.0 lint`. */
const NOISE =
  /^npm (?:error|ERR!|notice|warn|WARN)\b|^> \S+(?:@\S+)? \S+$|^(?: ELIFECYCLE |info Visit |error Command failed with exit code|error: script ".*" exited|yarn run v\d|\$ )/;

/** Takes what a person needs from the last lines of a command, and what its tools say in them. */
export function readOutput(
  lines: readonly string[],
  command: PlannedCommand,
  readers: readonly OutputReader[],
): CommandWords {
  const clean = lines.map(line => stripAnsi(line).trimEnd());
  const bare = clean.map(line => line.replace(PACKAGE, ''));
  const words = readers.map(read => read(bare));
  const counts = words.flatMap(({ testCount }) => testCount ?? []);
  // Several readers can understand the same line.
  const testCount = counts.length > 0 ? Math.max(...counts) : undefined;
  const failures = uniqueFailures(words);
  return {
    output: lastWords(clean),
    ranNothing: command.kind === 'test' && ranNothing(words, testCount),
    ...(failures.length > 0 && { failures }),
    ...(testCount !== undefined && { testCount }),
  };
}

function ranNothing(
  words: readonly ToolWords[],
  testCount: number | undefined,
): boolean {
  if (testCount !== undefined) return testCount === 0;
  return words.some(one => one.ranNothing);
}

/** Two tools can read the same line. */
function uniqueFailures(words: readonly ToolWords[]): CommandFailure[] {
  const found = new Map<string, CommandFailure>();
  for (const failure of words.flatMap(({ failures = [] }) => failures)) {
    if (found.size >= MAX_FAILURES) break;
    found.set(JSON.stringify(failure), failure);
  }
  return [...found.values()];
}

function lastWords(lines: readonly string[]): string {
  const kept = lines.filter(
    (line, index) => !NOISE.test(line) && !isEcho(lines, index),
  );
  const text = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return keepEnd(text.split('\n').slice(-MAX_LINES).join('\n'), MAX_CHARS);
}

/** npm prints the script's body as `> body` right after the announcement. */
function isEcho(lines: readonly string[], index: number): boolean {
  return (
    index > 0 &&
    lines[index].startsWith('> ') &&
    /^> \S+(?:@\S+)? \S+$/.test(lines[index - 1])
  );
}
