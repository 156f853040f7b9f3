import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
} from '@backstage/catalog-model';

const ANNOTATION_GITHUB_PROJECT_SLUG = 'github.com/project-slug';

/** Whether the catalog says in which repository an entity's source is: a task can work on it then. */
export function isEntityWithRepository(entity: Entity): boolean {
  return entityRepository(entity) !== undefined;
}

/** Whether the entity is a component with a repository: where the portal offers tasks. */
export function isComponentWithRepository(entity: Entity): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'component' &&
    isEntityWithRepository(entity)
  );
}

/** Where an entity's source is, as people read it; undefined where the catalog does not say. */
export function entityRepository(entity: Entity): string | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const location =
    annotations[ANNOTATION_SOURCE_LOCATION] ?? annotations[ANNOTATION_LOCATION];
  if (location?.startsWith('url:')) return location.slice('url:'.length);
  return annotations[ANNOTATION_GITHUB_PROJECT_SLUG];
}
