import { useApi } from '@backstage/frontend-plugin-api';
import type { ListTaskTemplatesRequest } from '@background-tasks/plugin-background-tasks-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/** A page of the templates of one project, or of all of the user's projects, by name. @public */
export function useTaskTemplates(
  request: ListTaskTemplatesRequest & { project?: string } = {},
  options: { enabled?: boolean } = {},
) {
  const api = useApi(backgroundTasksApiRef);
  const { project, ...page } = request;
  return useQuery({
    queryKey: queryKeys.templateList(request),
    queryFn: ({ signal }) =>
      project
        ? api.listTemplates(project, page, { signal })
        : api.listAllTemplates(page, { signal }),
    placeholderData: keepPreviousData,
    enabled: options.enabled,
  });
}
