export { Clusters } from './clusters';
export {
  KubernetesExecutor,
  type KubernetesExecutorOptions,
  type RunSessions,
} from './KubernetesExecutor';
export type { KubernetesSettings } from './settings';
