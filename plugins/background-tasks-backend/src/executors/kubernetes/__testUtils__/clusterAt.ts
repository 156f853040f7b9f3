import { ConfigReader } from '@backstage/config';
import { KubeConfig } from '@kubernetes/client-node';
import { Cluster, type Reach } from '../clusters';
import { readKubernetes } from '../readKubernetes';

/** A cluster whose API server is at this address; its name is `here` and its instance `i`, if nothing else is said. */
export function clusterAt(
  url: string,
  options: {
    name?: string;
    instance?: string;
    reach?: Reach;
    /** Over `backgroundTasks.kubernetes`. */
    settings?: Record<string, string | number | { milliseconds: number }>;
  } = {},
): Cluster {
  const settings = readKubernetes(
    new ConfigReader({
      backgroundTasks: {
        executor: 'kubernetes',
        kubernetes: {
          clusters: [{ name: 'here', inCluster: true }],
          runnerImage: 'runner:1',
          ...options.settings,
        },
      },
    }),
  );
  if (!settings) throw new Error('There are no settings');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'here', server: url, skipTLSVerify: true },
    { name: 'user' },
  );
  const { name = 'here', instance = 'i', reach } = options;
  return new Cluster({ name, kubeConfig, instance, settings, reach });
}
