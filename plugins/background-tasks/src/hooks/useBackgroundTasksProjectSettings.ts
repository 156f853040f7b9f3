import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** What holds in a project, and what of its budgets is spent. @public */
export function useBackgroundTasksProjectSettings(
  project: string,
  options: { enabled?: boolean } = {},
) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.projectSettings(project),
    queryFn: ({ signal }) => api.getProjectSettings(project, { signal }),
    enabled: options.enabled,
  });
}
