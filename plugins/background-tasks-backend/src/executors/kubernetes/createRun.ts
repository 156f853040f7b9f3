import type { V1ConfigMap } from '@kubernetes/client-node';
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
import { deleteInputs, jobsOfRun } from './removeRun';

/**
 * Creates all objects of a run. The spec is there first: we may not look for Secrets, and by its name they are found
 * again if their creation is not lived through (see `deleteOrphans`). The others are made side by side: the kubelet
 * waits for those that its Pod mounts. What is there already was made by an earlier start of the same run, and stays.
 *
 * @throws an Error in the cluster's words; then there is no Job
 */
export async function createRun(
  cluster: Cluster,
  facts: RunFacts,
): Promise<void> {
  const { namespace } = facts;
  const addMap = async (body: V1ConfigMap) =>
    unlessThere(() =>
      cluster.core.createNamespacedConfigMap({ namespace, body }),
    );
  let isNew: boolean;
  try {
    await addMap(specMapOf(facts));
    [isNew] = await allOf([
      unlessThere(() =>
        cluster.batch.createNamespacedJob({ namespace, body: jobOf(facts) }),
      ),
      ...bundleMapsOf(facts).map(addMap),
      ...secretsOf(facts).map(async body =>
        unlessThere(() =>
          cluster.core.createNamespacedSecret({ namespace, body }),
        ),
      ),
    ]);
  } catch (error) {
    await takeBack(cluster, facts);
    throw new Error(describe(error, namespace));
  }
  if (isNew || (await isOurs(cluster, facts))) return;
  await takeBack(cluster, facts);
  const { job } = namesOf(facts.session.name, facts.attempt);
  throw new Error(
    `There is a Job '${job}' in namespace '${namespace}' already that is not the task's: delete it, and retry the task`,
  );
}

/** What all come to, once none is under way any more. @throws what the first one failed with */
async function allOf<T>(all: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
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
  const { namespace, session, attempt, spec } = facts;
  const bundleParts = bundleMapsOf(facts).length;
  await Promise.allSettled([
    patiently(async () => {
      // One of the name may be somebody else's.
      for (const { metadata } of await jobsOfRun(cluster, spec.runUid)) {
        await unlessMissing(
          cluster.batch.deleteNamespacedJob({
            namespace: metadata.namespace,
            name: metadata.name,
            propagationPolicy: 'Background',
          }),
        );
      }
    }),
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

async function isOurs(cluster: Cluster, facts: RunFacts): Promise<boolean> {
  const name = namesOf(facts.session.name, facts.attempt).job;
  const { namespace } = facts;
  const job = await cluster.batch.readNamespacedJob({ namespace, name });
  return job.metadata?.labels?.[RUN_LABEL] === facts.spec.runUid;
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
