export { Clusters } from './clusters';
export { createKubernetes, type Kubernetes } from './createKubernetes';
export {
  KubernetesExecutor,
  type KubernetesExecutorOptions,
  type RunSessions,
} from './KubernetesExecutor';
export type { KubernetesSettings } from './settings';
