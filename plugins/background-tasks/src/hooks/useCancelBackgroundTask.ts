import { useApi } from '@backstage/frontend-plugin-api';
import type {
  BackgroundTask,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** Cancels a task; the answer may come before the task has stopped. @public */
export function useCancelBackgroundTask(ref: BackgroundTaskRef) {
  const api = useApi(backgroundTasksApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.cancelTask(ref),
    // The wish is shown at once; the answer may take ten seconds.
    onMutate: () => {
      client.setQueryData<BackgroundTask>(
        queryKeys.task(ref),
        task => task && { ...task, stopping: true },
      );
    },
    onError: () => {
      client.setQueryData<BackgroundTask>(
        queryKeys.task(ref),
        task => task && { ...task, stopping: false },
      );
    },
    // Also after a refusal: it says that the task is no longer what is shown.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.task(ref) });
      await client.invalidateQueries({ queryKey: queryKeys.lists });
      await client.invalidateQueries({ queryKey: queryKeys.counts });
    },
  });
}
