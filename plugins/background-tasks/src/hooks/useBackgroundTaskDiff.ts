import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** The change of a task as a unified diff; `revision` names the change, so that a new one is fetched anew. */
export function useBackgroundTaskDiff(
  ref: BackgroundTaskRef,
  revision: string,
) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.diff(ref, revision),
    queryFn: ({ signal }) => api.getDiff(ref, { signal }),
  });
}
