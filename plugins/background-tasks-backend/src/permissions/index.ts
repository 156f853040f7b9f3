export { ExpiringCache } from './ExpiringCache';
export {
  CatalogLookup,
  toUserRef,
  type EntityRepository,
} from './CatalogLookup';
export { EntityReader } from './EntityReader';
export { fullAccess } from './fullAccess';
export { Memberships } from './Memberships';
export type { ActingService, Principal, Project } from './Project';
export { fullEntityRef, Projects, sourceOf } from './Projects';
export { readLimits, readProjects } from './readProjects';
export { readServices } from './readServices';
export { TaskAccess, type May } from './TaskAccess';
export {
  permissionNameOf,
  TaskPolicy,
  type GuardedAction,
  type GuardedTask,
  type TaskAction,
} from './TaskPolicy';
export { TemplatePolicy, type GuardedTemplate } from './TemplatePolicy';
