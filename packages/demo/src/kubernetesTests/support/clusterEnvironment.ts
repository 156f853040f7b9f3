import path from 'node:path';
import type { TestCluster } from '@background-tasks/dev-cluster';

/** The environment of a guide's kubectl, with all rights on the test cluster. */
export function clusterEnvironment({
  kubeconfig,
}: Pick<TestCluster, 'kubeconfig'>): Record<'KUBECONFIG' | 'PATH', string> {
  return {
    KUBECONFIG: kubeconfig,
    PATH: [path.join(path.dirname(kubeconfig), 'bin'), process.env.PATH].join(
      path.delimiter,
    ),
  };
}
