import { useEffect, useState } from 'react';
import type { CodeToken } from './highlight';
import { inSlices } from './inSlices';
import { languageOf } from './languageOf';
import type { DiffLine } from './parseDiff';

/** Larger files stay without colours. */
const LINES_MAX = 3_000;
const LINE_CHARACTERS_MAX = 2_000;

/** The tokens of a line, by its index. */
export type Highlighted = ReadonlyMap<number, CodeToken[]>;

const NONE: Highlighted = new Map();

/** The colours of a file's diff: they come some moments after the words. */
export function useHighlight(
  path: string,
  lines: readonly DiffLine[],
): Highlighted {
  const [state, setState] = useState({ lines, tokens: NONE });
  const language = languageOf(path);
  useEffect(() => {
    const tooMuch =
      lines.length > LINES_MAX ||
      lines.some(({ text }) => text.length > LINE_CHARACTERS_MAX);
    if (!language || tooMuch) return undefined;
    const life = new AbortController();
    const color = async () => {
      const { highlightLines } = await import('./highlight');
      const steps = colorHunks(lines, code => highlightLines(code, language));
      const tokens = await inSlices(steps, life.signal);
      if (!life.signal.aborted) setState({ lines, tokens });
    };
    color().catch(() => {
      // Colours are no need: the words stand there without them.
    });
    return () => life.abort();
  }, [language, lines]);
  return state.lines === lines ? state.tokens : NONE;
}

/** Each hunk as it was and as it is, so that comments and texts over several lines are known as such. */
function* colorHunks(
  lines: readonly DiffLine[],
  highlightLines: (code: string) => CodeToken[][],
): Generator<void, Highlighted> {
  const tokens = new Map<number, CodeToken[]>();
  for (const hunk of hunksOf(lines)) {
    for (const side of ['delete', 'add'] as const) {
      const indices = hunk.filter(index =>
        [side, 'context'].includes(lines[index].kind),
      );
      const code = indices.map(index => lines[index].text).join('\n');
      for (const [at, line] of highlightLines(code).entries()) {
        tokens.set(indices[at], line);
      }
      yield;
    }
  }
  return tokens;
}

function hunksOf(lines: readonly DiffLine[]): number[][] {
  const hunks: number[][] = [];
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'hunk') hunks.push([]);
    else hunks.at(-1)?.push(index);
  }
  return hunks;
}
