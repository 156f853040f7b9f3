export { ExpiringCache } from './ExpiringCache';
export { CatalogLookup } from './CatalogLookup';
export { Memberships } from './Memberships';
export type { Principal, Project } from './Project';
export { fullEntityRef, Projects, sourceOf } from './Projects';
export { readLimits, readProjects } from './readProjects';
