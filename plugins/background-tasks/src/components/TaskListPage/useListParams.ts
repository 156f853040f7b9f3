import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { writeCursors } from '../common/cursorTrail';
import {
  filterNames,
  readListParams,
  type ListFilters,
  type ListParams,
  type Scope,
  type Sort,
} from './listParams';
import type { StatusGroup } from './statusGroups';

type Change = Record<string, string | string[] | undefined>;

/** The list's filters, order and page, kept in the URL so that a link shows the same list. */
export function useListParams() {
  const [query, setQuery] = useSearchParams();
  const { state } = useLocation();
  const params: ListParams = useMemo(
    () => readListParams(query, state),
    [query, state],
  );
  // Another list begins with its first page.
  const change = (changed: Change, options?: { replace: boolean }) =>
    setQuery(
      current => {
        const next = changedQuery(current, changed);
        writeCursors(next, []);
        return next;
      },
      { replace: options?.replace },
    );
  const setCursors = (cursors: string[]) => {
    const next = new URLSearchParams(query);
    const kept = writeCursors(next, cursors);
    setQuery(next, { state: kept });
  };
  return {
    params,
    setScope: (scope: Scope) =>
      change({ scope: scope === 'all' ? undefined : scope }),
    setGroups: (status: StatusGroup['id'][]) => change({ status }),
    setFilters: (filters: Partial<ListFilters>) => change(filters),
    // Each letter is no page of the browser's history.
    setSearch: (q: string) => change({ q }, { replace: true }),
    setSort: (sort: Sort) =>
      change({ sort: sort === '-createdAt' ? undefined : sort }),
    setCursors,
    clear: () =>
      change({
        scope: undefined,
        status: [],
        q: undefined,
        ...Object.fromEntries(filterNames.map(name => [name, undefined])),
      }),
  };
}

function changedQuery(query: URLSearchParams, change: Change) {
  const changed = new URLSearchParams(query);
  for (const [key, value] of Object.entries(change)) {
    changed.delete(key);
    for (const text of [value ?? []].flat()) {
      if (text) changed.append(key, text);
    }
  }
  return changed;
}
