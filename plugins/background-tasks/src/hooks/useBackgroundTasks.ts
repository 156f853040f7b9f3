import { useApi } from '@backstage/frontend-plugin-api';
import {
  isFinalStatus,
  type ListBackgroundTasksRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { isAway } from './isAway';
import { queryKeys } from './queryKeys';
import { useListRefresh } from './useListRefresh';

/**
 * A list of tasks. It is fetched again when the portal signals a change, when its window gets the focus, and now and
 * then while one of its tasks is active, or the portal did not answer, and the page is visible.
 *
 * @public
 */
export function useBackgroundTasks(
  request: ListBackgroundTasksRequest & { project?: string },
) {
  const api = useApi(backgroundTasksApiRef);
  const refreshMs = useListRefresh();
  return useQuery({
    queryKey: queryKeys.list(request),
    queryFn: ({ signal }) => api.listTasks(request, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: query =>
      isAway(query.state.error) ||
      query.state.data?.items.some(task => !isFinalStatus(task.status))
        ? refreshMs
        : false,
  });
}
