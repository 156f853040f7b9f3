import type { LoggerService } from '@backstage/backend-plugin-api';
import { Clusters, Reach } from './clusters';
import { KubernetesExecutor } from './KubernetesExecutor';
import { KubernetesResources } from './sessions';
import type { KubernetesSettings } from './settings';
import { WORKSPACE_SERVICE_ACCOUNT, type TenancySettings } from './tenancy';

/** All that there is for tasks on Kubernetes. */
export type Kubernetes = {
  executor: KubernetesExecutor;
  resources: KubernetesResources;
  /** Ends what follows the clusters, and the connections to them. */
  close(): Promise<void>;
};

type Options = Omit<
  ConstructorParameters<typeof KubernetesResources>[0],
  'clusters' | 'tenancy'
> & {
  settings: KubernetesSettings & { tenancy: TenancySettings };
  /** The id of this portal's database. */
  instance: string;
  logger: LoggerService;
};

/** Makes tasks run on Kubernetes, and shows them there. */
export function createKubernetes(options: Options): Kubernetes {
  const { settings, instance, projects, logger } = options;
  const { tenancy } = settings;
  const clusters = Clusters.create({
    settings,
    instance,
    reachOf: cluster =>
      reachIn(cluster, {
        settings,
        tenancy,
        namespaceOf: projects.namespaceOf,
      }),
  });
  const resources = new KubernetesResources({
    ...options,
    clusters,
    tenancy,
  });
  const executor = new KubernetesExecutor({
    clusters,
    settings,
    sessions: resources.sessions,
    serviceAccount: WORKSPACE_SERVICE_ACCOUNT,
    logger,
  });
  return {
    executor,
    resources,
    async close() {
      await resources.stop();
      await executor.close();
    },
  };
}

/** Where the backend makes no namespaces, it looks into those of the configured projects alone, and needs rights there. */
export function reachIn(
  cluster: string,
  options: {
    settings: Pick<KubernetesSettings, 'clusters' | 'projects'>;
    tenancy: Pick<TenancySettings, 'namespaces' | 'projects'>;
    namespaceOf: (project: string) => string;
  },
): Reach {
  const { settings, tenancy, namespaceOf } = options;
  if (tenancy.namespaces === 'create') return Reach.everywhere();
  const [{ name: first }] = settings.clusters;
  const projects = [...tenancy.projects.keys()].filter(
    name => (settings.projects.get(name)?.cluster ?? first) === cluster,
  );
  return Reach.of(projects.map(namespaceOf));
}
