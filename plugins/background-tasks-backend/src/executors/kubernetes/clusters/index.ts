export {
  Cluster,
  ApiStatusError,
  FIELD_MANAGER,
  INSTANCE_LABEL,
  RUN_LABEL,
  textOf,
} from './Cluster';
export type { ClusterOptions } from './Cluster';
export { Clusters } from './Clusters';
export { collectionIn, Reach } from './Reach';
export type { WritePriority } from './WritePace';
export { isPassing, patiently } from './patiently';
export type { ApiRequest } from './Transport';
export {
  inPlace,
  isConflict,
  isNotFound,
  statusOf,
  unlessMissing,
  wordsOf,
} from './apiErrors';
