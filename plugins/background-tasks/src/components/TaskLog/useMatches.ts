import { useEffect, useState } from 'react';
import type { LogSearch } from './useLogSearch';

/** Steps through the lines that match, round and round; who is faster than the search steps once it has found one. */
export function useMatches(
  search: LogSearch,
  goTo: (lineIndex: number) => void,
) {
  const { pattern, matches, matchCount, done } = search;
  const [place, setPlace] = useState({ pattern, at: -1 });
  const [wish, setWish] = useState<{ pattern?: RegExp; by: 1 | -1 }>();
  const at = place.pattern === pattern ? place.at : -1;
  const step = (by: 1 | -1) => {
    if (matchCount === 0) {
      setWish(done ? undefined : { pattern, by });
      return;
    }
    const first = by === 1 ? 0 : matchCount - 1;
    const next = at < 0 ? first : (at + by + matchCount) % matchCount;
    setWish(undefined);
    setPlace({ pattern, at: next });
    goTo(matches[next]);
  };
  useEffect(() => {
    if (wish && wish.pattern === pattern && matchCount > 0) step(wish.by);
  });
  return {
    step,
    place: at < 0 ? undefined : at,
    line: at < 0 ? undefined : matches[at],
  };
}
