import { keepEnd, stripAnsi } from '../../events';
import type { CommandWords, PlannedCommand } from '../Validator';

const MAX_LINES = 60;
const MAX_CHARS = 7_500;
/** `npm error code ELIFECYCLE`, `npm ERR! …`, and npm's announcement of the script: `> pkg@1.0.0 lint`. */
const NOISE = /^npm (?:error|ERR!|notice|warn|WARN)\b|^> \S+(?:@\S+)? \S+$/;

/**
 * Counts of tests as the usual runners print them: node's (`ℹ tests 3`, `# tests 3`), mocha's (`3 passing`), jest's
 * (`Tests: 1 failed, 3 total`) and vitest's (`Tests  3 passed (3)`).
 */
const COUNTS = [
  /^\s*(?:ℹ|#) tests (\d+)\s*$/,
  /^\s*(\d+) passing\b/,
  /^\s*Tests:\s.*?(\d+) total\s*$/,
  /^\s*Tests\s+.*\((\d+)\)\s*$/,
];
const NO_TESTS = /^\s*(?:No tests? (?:files? )?found\b|no test files found)/i;

/** Takes what a person needs from the last lines of an npm script. */
export function readOutput(
  lines: string[],
  command: PlannedCommand,
): CommandWords {
  const clean = lines.map(line => stripAnsi(line).trimEnd());
  return {
    output: lastWords(clean),
    ranNothing: command.kind === 'test' && ranNothing(clean),
  };
}

function lastWords(lines: string[]): string {
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
function isEcho(lines: string[], index: number): boolean {
  return (
    index > 0 &&
    lines[index].startsWith('> ') &&
    /^> \S+(?:@\S+)? \S+$/.test(lines[index - 1])
  );
}

function ranNothing(lines: string[]): boolean {
  let counted = false;
  for (const line of lines) {
    for (const pattern of COUNTS) {
      const match = pattern.exec(line);
      if (!match) continue;
      if (Number(match[1]) > 0) return false;
      counted = true;
    }
    if (NO_TESTS.test(line)) counted = true;
  }
  return counted;
}
