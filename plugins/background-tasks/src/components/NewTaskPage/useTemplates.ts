import { useTaskTemplates } from '../../hooks';

/** As many as a page may have: a project seldom has more. */
const MOST = 200;

/** The templates of a project, and the one that the form names. */
export function useTemplates(project: string, name: string) {
  const found = useTaskTemplates(
    { project, limit: MOST },
    { enabled: project !== '' },
  );
  const items =
    project === ''
      ? []
      : (found.data?.items ?? []).filter(item => item.project === project);
  return {
    items,
    loading: found.isFetching,
    failed: found.isError,
    template: items.find(item => item.name === name),
  };
}
