import { runScriptWell } from './runScript';

/** A process of the test cluster that a test may kill. */
export type ClusterPart =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'etcd';

/** Kills a part of this machine's test cluster, with no time to end in. Bring it back with `startPart`, whatever happens. */
export async function killPart(part: ClusterPart): Promise<void> {
  refuseForeign();
  await runScriptWell('part', ['kill', part]);
}

/** Starts a part again, and returns once the cluster works. */
export async function startPart(part: ClusterPart): Promise<void> {
  refuseForeign();
  await runScriptWell('part', ['start', part]);
}

function refuseForeign(): void {
  if (!process.env.BACKGROUND_TASKS_TEST_KUBECONFIG) return;
  throw new Error(
    'The parts of a cluster that was not started here are left alone.',
  );
}
