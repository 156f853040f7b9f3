import { KubeConfig } from '@kubernetes/client-node';
import type { ClusterSource, KubernetesSettings } from '../settings';
import { Cluster } from './Cluster';
import type { Reach } from './Reach';

/** The clusters that this portal's workspaces run in. */
export class Clusters {
  private constructor(
    private readonly byName: ReadonlyMap<string, Cluster>,
    private readonly settings: KubernetesSettings,
  ) {}

  /** @throws an Error that names the cluster whose configuration cannot be read */
  static create(options: {
    settings: KubernetesSettings;
    instance: string;
    /** Where in the cluster of a name we may look; left out, everywhere. */
    reachOf?: (cluster: string) => Reach;
  }): Clusters {
    const { settings, instance, reachOf } = options;
    const clusters = settings.clusters.map(({ name, source }) => {
      try {
        const kubeConfig = kubeConfigOf(source);
        const reach = reachOf?.(name);
        return new Cluster({ name, kubeConfig, instance, settings, reach });
      } catch (error) {
        throw new Error(
          // What follows the first line is a part of the file, which holds secrets.
          `The configuration of the cluster '${name}' in 'backgroundTasks.kubernetes.clusters' cannot be used: ${
            String(error).split('\n')[0]
          }`,
        );
      }
    });
    return new Clusters(
      new Map(clusters.map(cluster => [cluster.name, cluster])),
      settings,
    );
  }

  all(): Cluster[] {
    return [...this.byName.values()];
  }

  /** The cluster of that name; undefined where it is configured no more. */
  named(name: string): Cluster | undefined {
    return this.byName.get(name);
  }

  /** Where the workspaces of a project run. */
  of(project: string): Cluster {
    const name =
      this.settings.projects.get(project)?.cluster ??
      this.settings.clusters[0].name;
    const cluster = this.byName.get(name);
    if (!cluster) throw new Error(`There is no cluster '${name}'`);
    return cluster;
  }

  close(): void {
    for (const cluster of this.byName.values()) cluster.close();
  }
}

function kubeConfigOf(source: ClusterSource): KubeConfig {
  const kubeConfig = new KubeConfig();
  switch (source.type) {
    case 'kubeconfig':
      kubeConfig.loadFromFile(source.file);
      if (source.context) kubeConfig.setCurrentContext(source.context);
      break;
    case 'inCluster':
      kubeConfig.loadFromCluster();
      break;
    case 'fromBackstage': {
      const { url, token, caData, caFile, skipTLSVerify } = source;
      const name = 'backstage';
      kubeConfig.loadFromClusterAndUser(
        { name, server: url, caData, caFile, skipTLSVerify },
        { name, token },
      );
      break;
    }
    default:
      return source satisfies never;
  }
  return kubeConfig;
}
