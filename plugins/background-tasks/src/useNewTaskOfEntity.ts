import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { BackgroundTasksApi } from '@background-tasks/plugin-background-tasks-common';
import { QueryClient, useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from './api';
import { mayNotCreate } from './hooks/useMayNotCreate';
import { queryKeys } from './hooks/queryKeys';
import { newTaskOfEntity } from './newTaskOfEntity';
import { usePaths } from './paths';
import { useWords } from './useWords';

/** What a user may do is asked for again after that. */
const FRESH_MS = 60_000;

/**
 * The way to the form for a new task for the entity whose page is shown, or why there is none. It stands among what
 * the catalog draws, so there is no provider of server state around it.
 */
export function useNewTaskOfEntity(): {
  title: string;
  href: string;
  refusal: string | undefined;
} {
  const { entity } = useEntity();
  const t = useWords();
  const paths = usePaths();
  const api = useApi(backgroundTasksApiRef);
  const { data } = useQuery(
    {
      queryKey: queryKeys.projects,
      queryFn: ({ signal }) => api.listProjects({ signal }),
      staleTime: FRESH_MS,
      retry: false,
    },
    clientOf(api),
  );
  return {
    title: t('entity.giveTask'),
    href: paths.newTask(newTaskOfEntity(entity)),
    refusal: mayNotCreate(data?.items ?? [], t),
  };
}

const clients = new WeakMap<BackgroundTasksApi, QueryClient>();

// All ways on a page share one answer.
function clientOf(api: BackgroundTasksApi): QueryClient {
  const client = clients.get(api) ?? new QueryClient();
  clients.set(api, client);
  return client;
}
