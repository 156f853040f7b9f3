import { ConfigReader } from '@backstage/config';
import { KubeConfig } from '@kubernetes/client-node';
import { Cluster, type Reach } from '../clusters';
import { readKubernetes } from '../readKubernetes';

/** A cluster whose API server is at this address, and whose instance is `i`. */
export function clusterAt(
  url: string,
  options: {
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
  const { reach } = options;
  const name = 'here';
  return new Cluster({ name, kubeConfig, instance: 'i', settings, reach });
}
