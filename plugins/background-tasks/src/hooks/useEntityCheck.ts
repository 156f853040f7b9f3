import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { backgroundTasksApiRef } from '../api';
import { queryKeys } from './queryKeys';

/**
 * What is wrong with those annotations of an entity that only the backend reads.
 *
 * @param annotations - of the entity: the backend is asked anew when they change
 * @param enabled - whether it has any of those at all
 */
export function useEntityCheck(
  entityRef: string,
  annotations: Record<string, string>,
  enabled: boolean,
) {
  const api = useApi(backgroundTasksApiRef);
  return useQuery({
    queryKey: queryKeys.entityCheck(entityRef, annotations),
    queryFn: ({ signal }) => api.checkEntity({ entityRef }, { signal }),
    enabled,
    retry: false,
  });
}
