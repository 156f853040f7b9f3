import type { LoggerService } from '@backstage/backend-plugin-api';
import { Clusters } from './clusters';
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
  const { settings, instance, logger } = options;
  const clusters = Clusters.create({ settings, instance });
  const resources = new KubernetesResources({
    ...options,
    clusters,
    tenancy: settings.tenancy,
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
