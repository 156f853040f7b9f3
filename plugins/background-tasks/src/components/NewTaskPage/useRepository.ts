import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../../api';
import { entityRepository } from '../../entityRepository';
import { queryKeys } from '../../hooks/queryKeys';
import { isRepositoryUrl } from '../TaskListPage/listParams';
import type { NewTask } from './newTask';
import { useSettled } from './useSettled';

/** So long what was said of a repository is taken for true. */
const FRESH_MS = 30_000;

/** The repository that the form is about, and what is known of it; it is looked at once the typing rests. */
export function useRepository(
  task: Pick<NewTask, 'source' | 'entityRef' | 'repository'>,
) {
  const api = useApi(backgroundTasksApiRef);
  const ofEntity = useRepositoryOfEntity(
    task.source === 'entity' ? task.entityRef : '',
  );
  const typed = useSettled(task.repository.trim());
  const url =
    task.source === 'entity' ? plainUrl(ofEntity ?? '') : plainUrl(typed);
  const check = useQuery({
    queryKey: queryKeys.repository(url ?? ''),
    queryFn: ({ signal }) =>
      api.checkRepository({ url: url ?? '' }, { signal }),
    enabled: url !== undefined,
    staleTime: FRESH_MS,
  });
  return {
    url,
    check,
    /** That the catalog knows no repository of the component. */
    isMissing: task.source === 'entity' && ofEntity === null,
  };
}

/** What is known of the repository that the form is about. */
export type Repository = ReturnType<typeof useRepository>;

/** As the catalog says it: null where it says nothing, undefined until that is known. */
function useRepositoryOfEntity(entityRef: string): string | null | undefined {
  const catalogApi = useApi(catalogApiRef);
  const entity = useQuery({
    queryKey: ['background-tasks', 'entity-repository', entityRef],
    queryFn: async () => {
      const found = await catalogApi.getEntityByRef(entityRef);
      return (found && entityRepository(found)) ?? null;
    },
    enabled: /^[^:/]+:([^:/]+\/)?[^:/]+$/.test(entityRef),
    staleTime: FRESH_MS,
  });
  return entity.data;
}

/** `https://host/owner/name` of an address that may lead deeper; undefined where it is none. */
function plainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname, username, password } = new URL(text);
  if (username || password) return undefined;
  const [owner, name] = pathname.split('/').filter(Boolean);
  const url = `${origin}/${owner}/${name?.replace(/\.git$/, '')}`;
  return name && isRepositoryUrl(url) ? url : undefined;
}
