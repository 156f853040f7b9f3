import { useSearchParams } from 'react-router-dom';
import { statusGroups, type StatusGroup } from './statusGroups';

/** The list's filter and page, kept in the URL so that a link shows the same list. */
export function useListParams() {
  const [params, setParams] = useSearchParams();
  const wanted = params.getAll('status');
  const selected = statusGroups.filter(group => wanted.includes(group.id));

  return {
    groups: selected.map(group => group.id),
    statuses: selected.flatMap(group => group.statuses),
    /** The cursors of the pages behind the first, up to the one that is shown: the way back. */
    cursors: params.getAll('cursor'),
    setGroups: (groups: StatusGroup['id'][]) =>
      setParams(current => {
        const next = withValues(current, 'status', groups);
        next.delete('cursor');
        return next;
      }),
    setCursors: (cursors: string[]) =>
      setParams(current => withValues(current, 'cursor', cursors)),
  };
}

function withValues(
  params: URLSearchParams,
  key: string,
  values: string[],
): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete(key);
  for (const value of values) changed.append(key, value);
  return changed;
}
