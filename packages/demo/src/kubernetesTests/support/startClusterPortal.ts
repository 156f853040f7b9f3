import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import {
  connectToTestCluster,
  installDefinitions,
  kubectl,
  RUNNER_IMAGE,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import type { DemoSystem, StartSystemOptions } from '../../system/startSystem';
import { startTestSystem } from '../../systemTests/support/startTestSystem';
import { BackendAccess } from './BackendAccess';
import { PackageRegistry } from './PackageRegistry';

export const PROJECT = 'developers';

/** A portal that runs its tasks on the test cluster, and what a test asks it with. */
export type ClusterPortal = {
  system: DemoSystem;
  cluster: TestCluster;
  /** The namespace of the project, which is this portal's alone. */
  namespace: string;
  /** The service account that the backend acts as: `system:serviceaccount:…`. */
  account: string;
  /** A kubeconfig with the backend's rights, and no others. */
  backendKubeconfig: string;
  registry: PackageRegistry;
  /** kubectl in the project's namespace, with all rights. */
  kubectl(...args: string[]): Promise<string>;
  /** Ends everything, and removes it from the cluster. It may be called twice. */
  stop(): Promise<void>;
};

/** How to start a portal on the test cluster. */
export type ClusterPortalOptions = Pick<StartSystemOptions, 'repositories'> & {
  /** Laid over `backgroundTasks` of the configuration. */
  backgroundTasks?: JsonObject;
  /** Laid over `backgroundTasks.kubernetes`. */
  kubernetes?: JsonObject;
};

/**
 * Starts the whole system with a backend that acts on the test cluster with the rights of its service account alone.
 * Pods reach its gateway and a registry of packages, and nothing else.
 */
export async function startClusterPortal(
  options: ClusterPortalOptions = {},
): Promise<ClusterPortal> {
  const cluster = await connectToTestCluster();
  const namespace = `portal-test-${randomBytes(4).toString('hex')}`;
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    const failures: unknown[] = [];
    for (const each of stops.splice(0).reverse()) {
      await each().catch(error => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    await installDefinitions(cluster);
    const access = await BackendAccess.create(cluster, namespace);
    stops.push(() => access.remove());
    const registry = await PackageRegistry.start(cluster.nodeAddress);
    stops.push(() => registry.close());
    stops.push(() =>
      kubectl(cluster, [
        ...['delete', 'namespace', namespace],
        ...['--ignore-not-found', '--wait=false'],
      ]),
    );
    const system = await startTestSystem(
      {
        backgroundTasks: configOf({
          ...{ options, cluster, namespace, registry },
          kubeconfig: access.kubeconfig,
        }),
      },
      {
        repositories: options.repositories,
        environment: { npm_config_registry: registry.url },
      },
    );
    stops.push(() => system.stop());
    return {
      ...{ system, cluster, namespace, registry, stop },
      account: access.account,
      backendKubeconfig: access.kubeconfig,
      kubectl: (...args) => kubectl(cluster, ['-n', namespace, ...args]),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configOf(facts: {
  options: ClusterPortalOptions;
  cluster: TestCluster;
  namespace: string;
  registry: PackageRegistry;
  kubeconfig: string;
}): JsonObject {
  const { options, cluster, namespace, registry, kubeconfig } = facts;
  return {
    executor: 'kubernetes',
    gateway: { listen: { host: cluster.nodeAddress, port: 0 } },
    projects: [
      {
        name: PROJECT,
        members: ['group:default/developers'],
        namespace,
        kubernetes: {
          owner: 'user:default/guest',
          allow: [
            { cidr: `${cluster.nodeAddress}/32`, ports: [registry.port] },
          ],
        },
      },
    ],
    ...options.backgroundTasks,
    kubernetes: {
      clusters: [{ name: 'test', kubeconfig }],
      runnerImage: RUNNER_IMAGE,
      resources: {
        requests: { cpu: '50m', memory: '64Mi' },
        limits: { cpu: '2', memory: '1Gi' },
      },
      workspace: { size: '1Gi' },
      stopGrace: { seconds: 2 },
      ...options.kubernetes,
    },
  };
}
