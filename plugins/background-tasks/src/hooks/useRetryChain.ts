import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** Tasks that are looked up on each side. */
const STEPS_MAX = 10;

/** The tasks that a task retries and that retry it, the first one first. */
export function useRetryChain(task: BackgroundTask) {
  const api = useApi(backgroundTasksApiRef);
  const { project, retryOf, retriedBy, status } = task;
  return useQuery({
    queryKey: [...queryKeys.task(task), 'chain', retryOf, retriedBy, status],
    queryFn: async ({ signal }) => {
      const follow = async (
        first: string | null,
        nextOf: (one: BackgroundTask) => string | null,
      ) => {
        const found: BackgroundTask[] = [];
        let name = first;
        while (name && found.length < STEPS_MAX) {
          const one = await api.getTask({ project, name }, { signal });
          found.push(one);
          name = nextOf(one);
        }
        return found;
      };
      const before = await follow(retryOf, one => one.retryOf);
      const after = await follow(retriedBy, one => one.retriedBy);
      return [...before.reverse(), task, ...after];
    },
  });
}
