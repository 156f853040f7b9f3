import { useState } from 'react';
import type { LogSearch } from './useLogSearch';

/** Steps through the lines that match, round and round. */
export function useMatches(
  search: LogSearch,
  goTo: (lineIndex: number) => void,
) {
  const { pattern, matches, matchCount } = search;
  const [place, setPlace] = useState({ pattern, at: -1 });
  const at = place.pattern === pattern ? place.at : -1;
  const step = (by: 1 | -1) => {
    if (matchCount === 0) return;
    const first = by === 1 ? 0 : matchCount - 1;
    const next = at < 0 ? first : (at + by + matchCount) % matchCount;
    setPlace({ pattern, at: next });
    goTo(matches[next]);
  };
  return {
    step,
    place: at < 0 ? undefined : at,
    line: at < 0 ? undefined : matches[at],
  };
}
