import { useEffect, useRef } from 'react';
import type { LogLine } from '../../live';
import { useWords } from '../../useWords';
import type { LogSearch } from './useLogSearch';

/** Tells what a new search found, and where a step came to; not again with each line that a running log adds. */
export function useToldSearch(
  query: string,
  search: LogSearch,
  at: { place: number | undefined; line: number | undefined },
  lines: readonly LogLine[],
  tell: (text: string) => void,
) {
  const t = useWords();
  const { matchCount: count, done } = search;
  const { place, line } = at;
  const told = useRef({ query: '', place });
  useEffect(() => {
    const isTold = told.current.query === query && told.current.place === place;
    if (isTold || !done) return;
    told.current = { query, place };
    if (query === '') tell('');
    else if (place === undefined || line === undefined) {
      tell(
        count === 0 ? t('log.search.none') : t('log.search.found', { count }),
      );
    } else {
      const { plain: text } = lines[line];
      const number = line + 1;
      tell(
        t('log.search.stepped', {
          place: place + 1,
          total: count,
          number,
          text,
        }),
      );
    }
  }, [query, place, line, lines, count, done, tell, t]);
}
