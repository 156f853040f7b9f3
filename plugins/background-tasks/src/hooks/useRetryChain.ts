import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef, errorStatus } from '../api';
import { queryKeys } from './queryKeys';

/** Tasks that are looked up on each side. */
const STEPS_MAX = 10;

/** A task of a chain, or the name of one that is no longer kept, beyond which nothing is known. */
export type ChainedTask =
  | { name: string; task: BackgroundTask }
  | { name: string; task: undefined };

/** The tasks that a task retries and that retry it, the first one first. */
export function useRetryChain(task: BackgroundTask) {
  const api = useApi(backgroundTasksApiRef);
  const { project, retryOf, retriedBy, status } = task;
  const get = async (name: string, signal: AbortSignal) => {
    try {
      return await api.getTask({ project, name }, { signal });
    } catch (error) {
      // Old tasks are deleted one by one: the others of the chain stay.
      if (errorStatus(error) === 404) return undefined;
      throw error;
    }
  };
  return useQuery({
    queryKey: [...queryKeys.task(task), 'chain', retryOf, retriedBy, status],
    queryFn: async ({ signal }): Promise<ChainedTask[]> => {
      const follow = async (
        first: string | null,
        nextOf: (one: BackgroundTask) => string | null,
      ) => {
        const found: ChainedTask[] = [];
        let name = first;
        while (name && found.length < STEPS_MAX) {
          const one = await get(name, signal);
          found.push({ name, task: one });
          name = one ? nextOf(one) : null;
        }
        return found;
      };
      const before = await follow(retryOf, one => one.retryOf);
      const after = await follow(retriedBy, one => one.retriedBy);
      return [...before.reverse(), { name: task.name, task }, ...after];
    },
  });
}
