import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** Retries a task that has ended: the answer names the new one. @public */
export function useRetryBackgroundTask(ref: BackgroundTaskRef) {
  const api = useApi(backgroundTasksApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.retryTask(ref),
    // Also after a refusal: it says that the task is no longer what is shown.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.task(ref) });
      await client.invalidateQueries({ queryKey: queryKeys.lists });
      await client.invalidateQueries({ queryKey: queryKeys.counts });
    },
  });
}
