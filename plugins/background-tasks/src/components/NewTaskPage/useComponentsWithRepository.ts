import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { entityRepository } from '../../entityRepository';
import { useSettled } from './useSettled';

const MAX_CHOICES = 100;

/** A component that a task can work on. */
export type ComponentChoice = {
  ref: string;
  title: string;
  /** Where its source is, for people. */
  repository: string;
};

/** Components of the catalog whose repository is known and that match the words. */
export function useComponentsWithRepository(search: string) {
  const catalogApi = useApi(catalogApiRef);
  const term = useSettled(search.trim());
  return useQuery({
    queryKey: ['background-tasks', 'components', term],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const { items } = await catalogApi.queryEntities({
        filter: { kind: 'component' },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.title',
          'metadata.annotations',
        ],
        orderFields: [{ field: 'metadata.name', order: 'asc' }],
        limit: MAX_CHOICES,
        ...(term && {
          fullTextFilter: { term, fields: ['metadata.name', 'metadata.title'] },
        }),
      });
      return items.flatMap(toChoice);
    },
  });
}

function toChoice(entity: Entity): ComponentChoice[] {
  const repository = entityRepository(entity);
  if (repository === undefined) return [];
  const { title, name } = entity.metadata;
  return [
    { ref: stringifyEntityRef(entity), title: title ?? name, repository },
  ];
}
