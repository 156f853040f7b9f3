import { useApi } from '@backstage/frontend-plugin-api';
import type {
  BackgroundTaskRef,
  TaskTemplateInput,
  TaskTemplateRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** Creates a template. @public */
export function useCreateTaskTemplate() {
  const api = useApi(backgroundTasksApiRef);
  const refresh = useRefreshTemplates();
  return useMutation({
    mutationFn: (input: { project: string; template: TaskTemplateInput }) =>
      api.createTemplate(input.project, input.template),
    onSuccess: refresh,
  });
}

/** Makes a template out of a task that succeeded. @public */
export function useCreateTaskTemplateFromTask() {
  const api = useApi(backgroundTasksApiRef);
  const refresh = useRefreshTemplates();
  return useMutation({
    mutationFn: (input: {
      task: BackgroundTaskRef;
      template: Pick<TaskTemplateInput, 'name' | 'displayName' | 'description'>;
    }) => api.createTemplateFromTask(input.task, input.template),
    onSuccess: refresh,
  });
}

/** Replaces a template; its name may change too. @public */
export function useUpdateTaskTemplate(ref: TaskTemplateRef) {
  const api = useApi(backgroundTasksApiRef);
  const refresh = useRefreshTemplates();
  return useMutation({
    mutationFn: (template: TaskTemplateInput) =>
      api.updateTemplate(ref, template),
    onSuccess: refresh,
  });
}

/** Deletes a template. @public */
export function useDeleteTaskTemplate(ref: TaskTemplateRef) {
  const api = useApi(backgroundTasksApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.deleteTemplate(ref),
    // Its page is left next: to fetch what is gone would only fail.
    onSuccess: () => {
      client.removeQueries({ queryKey: queryKeys.template(ref) });
      return client.invalidateQueries({
        queryKey: queryKeys.templates,
        refetchType: 'none',
      });
    },
  });
}

function useRefreshTemplates() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: queryKeys.templates });
}
