import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

const ENTRIES_OF_A_PAGE = 20;

/** Who did what to a task, the newest first; `revision` names a state of the task, so that a new one is asked anew. */
export function useTaskAudit(ref: BackgroundTaskRef, revision: string) {
  const api = useApi(backgroundTasksApiRef);
  const { project, name } = ref;
  return useInfiniteQuery({
    queryKey: [...queryKeys.task(ref), 'audit', revision],
    queryFn: ({ pageParam, signal }) =>
      api.listAudit(
        {
          project,
          task: name,
          limit: ENTRIES_OF_A_PAGE,
          ...(pageParam && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
  });
}
