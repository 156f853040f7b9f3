import { useApi } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type ListBackgroundTasksRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

const REFRESH_MS = 5_000;

/** A list of tasks, fetched again every 5 s while one of them is active and the page is visible. @public */
export function useBackgroundTasks(
  request: ListBackgroundTasksRequest & { project?: string },
) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.list(request),
    queryFn: ({ signal }) => api.listTasks(request, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: query =>
      query.state.data?.items.some(task => !isFinalStatus(task.status))
        ? REFRESH_MS
        : false,
  });
}
