import { useApi } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type CountBackgroundTasksRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { isAway } from './isAway';
import { queryKeys } from './queryKeys';
import { useListRefresh } from './useListRefresh';

/** How many tasks that match have each status, as fresh as a list of them. */
export function useBackgroundTaskCounts(request: CountBackgroundTasksRequest) {
  const api = useApi(backgroundTasksApiRef);
  const refreshMs = useListRefresh();
  return useQuery({
    queryKey: queryKeys.count(request),
    queryFn: ({ signal }) => api.countTasks(request, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: query =>
      isAway(query.state.error) ||
      query.state.data?.items.some(
        ({ status, count }) => count > 0 && !isFinalStatus(status),
      )
        ? refreshMs
        : false,
  });
}
