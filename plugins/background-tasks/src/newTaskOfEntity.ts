import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  PROJECT_ANNOTATION,
  PROVIDER_ANNOTATION,
} from '@background-tasks/plugin-background-tasks-common';

/** What the form for a new task begins with where it is for an entity. */
export function newTaskOfEntity(entity: Entity): Record<string, string> {
  const { [PROJECT_ANNOTATION]: project, [PROVIDER_ANNOTATION]: provider } =
    entity.metadata.annotations ?? {};
  return {
    entityRef: stringifyEntityRef(entity),
    ...(project && { project }),
    ...(provider && { provider }),
  };
}
