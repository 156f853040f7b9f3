export { ExpiringCache } from './ExpiringCache';
export {
  CatalogLookup,
  toUserRef,
  type EntityRepository,
} from './CatalogLookup';
export { Memberships } from './Memberships';
export type { ActingService, Principal, Project } from './Project';
export { fullEntityRef, Projects, sourceOf } from './Projects';
export { readLimits, readProjects } from './readProjects';
export { readServices } from './readServices';
export { TaskAccess } from './TaskAccess';
export { TaskPolicy, type GuardedTask, type TaskAction } from './TaskPolicy';
