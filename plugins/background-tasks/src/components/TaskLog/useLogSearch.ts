import { useEffect, useMemo, useState } from 'react';
import type { ListSnapshot, LogLine } from '../../live';
import { isShown, type LogFilter } from './LogRowIndex';
import { searchPattern } from './markMatches';

const TYPING_MS = 150;
/** Half a frame: the rest is for scrolling. */
const SLICE_MS = 8;
const LOOK_AT_CLOCK_LINES = 256;

/** The lines that match, the pattern that they match, and which of them the reader is at. */
export type LogSearch = {
  pattern: RegExp | undefined;
  /** Indices of lines; the same array as long as the search is, which `matchCount` counts. */
  matches: readonly number[];
  matchCount: number;
  /** Whether the whole log was looked through. */
  done: boolean;
};

/** Searches what a filter shows of a log, piece by piece, and goes on as it grows. */
export function useLogSearch(
  lines: ListSnapshot<LogLine>,
  filter: LogFilter,
  query: string,
): LogSearch {
  const { items, count, revision } = lines;
  const search = useMemo(
    () => ({
      pattern: searchPattern(query),
      matches: new Array<number>(),
      searched: 0,
      revision,
      filter,
    }),
    [query, filter, revision],
  );
  const [state, setState] = useState({ search, matchCount: 0, done: true });

  useEffect(() => {
    const { pattern, matches } = search;
    if (!pattern) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const scan = () => {
      const until = performance.now() + SLICE_MS;
      while (search.searched < count) {
        const index = search.searched++;
        const line = items[index];
        if (isShown(line, filter) && pattern.test(line.plain)) {
          matches.push(index);
        }
        const looks = search.searched % LOOK_AT_CLOCK_LINES === 0;
        if (looks && performance.now() > until) break;
      }
      const done = search.searched >= count;
      setState({ search, matchCount: matches.length, done });
      if (!done) timer = setTimeout(scan);
    };
    timer = setTimeout(scan, search.searched === 0 ? TYPING_MS : 0);
    return () => clearTimeout(timer);
  }, [search, items, count, filter]);

  const { pattern, matches } = search;
  const known = state.search === search;
  return {
    pattern,
    matches,
    matchCount: known ? state.matchCount : 0,
    done: known ? state.done : pattern === undefined,
  };
}
