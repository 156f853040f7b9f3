import { useApi } from '@backstage/frontend-plugin-api';
import type { InsightsRequest } from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

const FRESH_MS = 30_000;

/** What came of the tasks of a time. @public */
export function useInsights(request: InsightsRequest) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.insights(request),
    queryFn: ({ signal }) => api.getInsights(request, { signal }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}
