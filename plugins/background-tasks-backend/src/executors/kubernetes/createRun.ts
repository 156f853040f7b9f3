import {
  isConflict,
  isNotFound,
  patiently,
  RUN_LABEL,
  unlessMissing,
  wordsOf,
  type Cluster,
} from './clusters';
import {
  bundleMapsOf,
  jobOf,
  namesOf,
  secretsOf,
  specMapOf,
  type RunFacts,
} from './manifests';
import { deleteInputs } from './removeRun';

/**
 * Creates all objects of a run, side by side: the kubelet waits for those that its Pod mounts. What is there already
 * was made by an earlier start of the same run, and stays.
 *
 * @throws an Error in the cluster's words; then there is no Job
 */
export async function createRun(
  cluster: Cluster,
  facts: RunFacts,
): Promise<void> {
  const { namespace } = facts;
  const results = await Promise.allSettled([
    unlessThere(() =>
      cluster.batch.createNamespacedJob({ namespace, body: jobOf(facts) }),
    ),
    ...[specMapOf(facts), ...bundleMapsOf(facts)].map(body =>
      unlessThere(() =>
        cluster.core.createNamespacedConfigMap({ namespace, body }),
      ),
    ),
    ...secretsOf(facts).map(body =>
      unlessThere(() =>
        cluster.core.createNamespacedSecret({ namespace, body }),
      ),
    ),
  ]);
  const [job] = results;
  if (job.status === 'fulfilled' && !job.value) {
    await assertOurs(cluster, facts);
  }
  const failed = results.find(result => result.status === 'rejected');
  if (!failed) return;
  await takeBack(cluster, facts);
  throw new Error(describe(failed.reason, namespace));
}

/** @returns whether it was created just now */
async function unlessThere(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await patiently(create);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Nothing of a run that did not begin may go on, and no secret of it is left. */
async function takeBack(cluster: Cluster, facts: RunFacts): Promise<void> {
  const { namespace, session, attempt } = facts;
  const bundleParts = bundleMapsOf(facts).length;
  const { job: name } = namesOf(session.name, attempt);
  await Promise.allSettled([
    patiently(() =>
      unlessMissing(
        cluster.batch.deleteNamespacedJob({
          namespace,
          name,
          propagationPolicy: 'Background',
        }),
      ),
    ),
    patiently(() =>
      deleteInputs(cluster, {
        namespace,
        attempt,
        bundleParts,
        session: session.name,
      }),
    ),
  ]);
}

async function assertOurs(cluster: Cluster, facts: RunFacts): Promise<void> {
  const name = namesOf(facts.session.name, facts.attempt).job;
  const { namespace } = facts;
  const job = await cluster.batch.readNamespacedJob({ namespace, name });
  if (job.metadata?.labels?.[RUN_LABEL] === facts.spec.runUid) return;
  throw new Error(
    `There is a Job '${name}' in namespace '${namespace}' already that is not the task's: delete it, and retry the task`,
  );
}

function describe(error: unknown, namespace: string): string {
  const words = wordsOf(error);
  if (isNotFound(error)) {
    return `The namespace '${namespace}' is gone, or lacks what the task needs: ${words}`;
  }
  if (words.includes('exceeded quota')) {
    return `The quota of the namespace '${namespace}' is used up: ${words}. Wait for other tasks of the project to end, or raise it`;
  }
  return `The cluster refused the task: ${words}`;
}
