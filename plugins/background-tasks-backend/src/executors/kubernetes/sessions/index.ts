export { KubernetesResources } from './KubernetesResources';
export type { ProjectDirectory } from './KubernetesResources';
export type { ResourceEvent } from './ResourceApi';
export { SessionGoneError, Sessions } from './Sessions';
export type { SessionRef } from './Sessions';
export { sessionLabels } from './labels';
