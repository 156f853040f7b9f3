import { useApi } from '@backstage/frontend-plugin-api';
import type { TaskTemplateRef } from '@background-tasks/plugin-background-tasks-common';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** A template, with what came of its tasks. @public */
export function useTaskTemplate(ref: TaskTemplateRef) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.template(ref),
    queryFn: ({ signal }) => api.getTemplate(ref, { signal }),
  });
}
