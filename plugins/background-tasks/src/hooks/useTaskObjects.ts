import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** The cluster is asked anew for each look: no more often than this. */
const REFRESH_MS = 10_000;

/**
 * What the latest run of a task is made of in its cluster: looked at again and again while the task is `active` and the
 * page is seen, and once more when it has ended. For one task only: another one needs a component of its own.
 */
export function useTaskObjects(
  ref: BackgroundTaskRef,
  { active }: { active: boolean },
) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.objects(ref, active),
    queryFn: ({ signal }) => api.listObjects(ref, { signal }),
    placeholderData: keepPreviousData,
    staleTime: REFRESH_MS,
    refetchInterval: active && REFRESH_MS,
    // The next look comes soon by itself, and afterwards there is a button for it.
    retry: false,
  });
}
