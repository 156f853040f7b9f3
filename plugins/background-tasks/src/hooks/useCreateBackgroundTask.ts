import { useApi } from '@backstage/frontend-plugin-api';
import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** Creates a task. @public */
export function useCreateBackgroundTask() {
  const api = useApi(backgroundTasksApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: {
      project: string;
      request: CreateBackgroundTaskRequest;
    }) => api.createTask(input.project, input.request),
    // Whoever waits for the task does not wait for the lists.
    onSuccess: () => {
      client.invalidateQueries({ queryKey: queryKeys.lists });
      client.invalidateQueries({ queryKey: queryKeys.counts });
    },
  });
}
