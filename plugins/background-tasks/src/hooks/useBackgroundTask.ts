import { useApi } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

const REFRESH_MS = 3_000;
const REFRESH_WHILE_LIVE_MS = 30_000;

/** A task, fetched again until it has ended: rarely where `live` says that its events are followed too. @public */
export function useBackgroundTask(
  ref: BackgroundTaskRef,
  options?: { live?: boolean },
) {
  const api = useApi(backgroundTasksApiRef);
  const interval = options?.live ? REFRESH_WHILE_LIVE_MS : REFRESH_MS;
  return useQuery({
    queryKey: queryKeys.task(ref),
    queryFn: ({ signal }) => api.getTask(ref, { signal }),
    refetchInterval: query =>
      query.state.data && !isFinalStatus(query.state.data.status)
        ? interval
        : false,
  });
}
