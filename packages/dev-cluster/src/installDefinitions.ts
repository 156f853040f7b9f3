import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { TestCluster } from './connectToTestCluster';
import { kubectl } from './kubectl';

const DEFINITIONS = path.resolve(
  resolvePackagePath('@background-tasks/dev-cluster'),
  '../../crds',
);

/** Each process installs them once in a cluster, however many of its tests ask for them. */
const installed = new Map<string, Promise<void>>();

/**
 * Installs the definitions of our resources in the test cluster, and waits until the API server serves them. Several
 * may do so at once.
 *
 * @throws Error with what kubectl said where it failed
 */
export async function installDefinitions(cluster: TestCluster): Promise<void> {
  const key = cluster.kubeconfig;
  const installing = installed.get(key) ?? install(cluster);
  installed.set(key, installing);
  await installing.catch(error => {
    installed.delete(key);
    throw error;
  });
}

async function install(cluster: TestCluster): Promise<void> {
  await applyTogether(cluster, ['-f', DEFINITIONS]);
  await kubectl(cluster, [
    ...['wait', '--for=condition=Established'],
    ...['crd', '-l', 'background-tasks/crd=true'],
  ]);
}

/**
 * Applies what others may apply at the same time: the API server merges it. kubectl's own way first looks whether an
 * object is there, and fails if another makes it before it does.
 *
 * @param args what to apply, as `-f FILE`
 * @throws Error with what kubectl said where it failed
 */
export async function applyTogether(
  cluster: TestCluster,
  args: readonly string[],
  options: { input?: string } = {},
): Promise<void> {
  await kubectl(
    cluster,
    ['apply', '--server-side', '--force-conflicts', ...args],
    options,
  );
}
