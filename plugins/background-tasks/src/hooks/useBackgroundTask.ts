import { useApi } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

const REFRESH_MS = 3_000;

/**
 * A task, fetched again and again until it has ended; not where `live` says that its events are followed, which tell
 * of all that changes.
 *
 * @public
 */
export function useBackgroundTask(
  ref: BackgroundTaskRef,
  options?: { live?: boolean },
) {
  const api = useApi(backgroundTasksApiRef);
  const interval = options?.live ? false : REFRESH_MS;
  return useQuery({
    queryKey: queryKeys.task(ref),
    queryFn: ({ signal }) => api.getTask(ref, { signal }),
    refetchInterval: query =>
      query.state.data && !isFinalStatus(query.state.data.status)
        ? interval
        : false,
  });
}
