import { useSearchParams } from 'react-router-dom';
import { statusGroups, type StatusGroup } from './statusGroups';

/** The list's filter and page, kept in the URL so that a link shows the same list. */
export function useListParams() {
  const [params, setParams] = useSearchParams();
  const wanted = params.getAll('status');
  const selected = statusGroups.filter(group => wanted.includes(group.id));
  const page = Number(params.get('page') ?? 1);

  return {
    groups: selected.map(group => group.id),
    statuses: selected.flatMap(group => group.statuses),
    /** Counted from 0. */
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
    setGroups: (groups: StatusGroup['id'][]) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        next.delete('page');
        next.delete('status');
        for (const group of groups) next.append('status', group);
        return next;
      }),
    setPage: (next: number) =>
      setParams(current => {
        const changed = new URLSearchParams(current);
        changed.delete('page');
        if (next > 0) changed.set('page', String(next + 1));
        return changed;
      }),
  };
}
