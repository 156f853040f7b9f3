import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** The projects that the user may use, and the agent providers that can run in them. */
export function useBackgroundTasksProjects() {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.projects,
    queryFn: ({ signal }) => api.listProjects({ signal }),
  });
}
