import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  collectionIn,
  inPlace,
  INSTANCE_LABEL,
  isNotFound,
  RUN_LABEL,
  unlessMissing,
  type Cluster,
} from './clusters';
import { namesOf } from './manifests';
import type { RunAddress } from './RunAddress';
import { conditionOf, jobViewSchema, type JobView } from './truth';

/** Beyond its grace a Pod is gone as soon as its node says so; a node that is away never does. */
export const NODE_MS = 20_000;
const LOOK_MS = 200;
/** It is looked at ever less often: a Pod that does not end soon takes its time. */
const MAX_LOOK_MS = 2_000;

/** The Job as the API server has it; undefined where it is gone. */
export async function readJob(
  cluster: Cluster,
  { namespace, job }: RunAddress,
): Promise<JobView | undefined> {
  try {
    return jobViewSchema.parse(
      await cluster.json({
        method: 'GET',
        path: `/apis/batch/v1/namespaces/${namespace}/jobs/${job}`,
      }),
    );
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const jobsSchema = z.object({ items: z.array(jobViewSchema) });

/** The Jobs of a run, wherever they are. */
export async function jobsOfRun(
  cluster: Cluster,
  run: string,
): Promise<JobView[]> {
  const labelSelector = `${INSTANCE_LABEL}=${cluster.instance},${RUN_LABEL}=${run}`;
  const found: JobView[] = [];
  for (const place of cluster.reach.places) {
    const path = collectionIn(
      { root: '/apis/batch/v1', plural: 'jobs' },
      place,
    );
    const query = new URLSearchParams({ labelSelector });
    const answer = await inPlace(place, () =>
      cluster.json({ method: 'GET', path: `${path}?${query}` }),
    );
    if (answer) found.push(...jobsSchema.parse(answer).items);
  }
  return found;
}

/** Lets the cluster remove a Job that has ended, with its Pod, after the time that is set. */
export async function letGoOfJob(
  cluster: Cluster,
  { namespace, job }: RunAddress,
): Promise<void> {
  const { ttlSeconds } = cluster.settings;
  await unlessMissing(
    cluster.json({
      method: 'PATCH',
      path: `/apis/batch/v1/namespaces/${namespace}/jobs/${job}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { ttlSecondsAfterFinished: ttlSeconds } }),
    }),
  );
}

/** Whether a Job will do no more. */
export function isFinished(job: JobView): boolean {
  return Boolean(conditionOf(job, 'Failed') ?? conditionOf(job, 'Complete'));
}

/** Deletes the Job with its Pod, and returns when no process of it runs any more. */
export async function deleteJob(
  cluster: Cluster,
  address: RunAddress,
): Promise<void> {
  const { namespace, job, run } = address;
  const grace = cluster.settings.stopGraceSeconds;
  const labelSelector = `${RUN_LABEL}=${run}`;
  const pods = async () =>
    (await cluster.core.listNamespacedPod({ namespace, labelSelector })).items;
  await unlessMissing(
    cluster.batch.deleteNamespacedJob({
      namespace,
      name: job,
      propagationPolicy: 'Background',
    }),
  );
  const until = Date.now() + grace * 1000 + NODE_MS;
  const asked = new Set<string>();
  let lookMs = LOOK_MS;
  for (;;) {
    const left = await pods();
    const running = left.filter(
      ({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''),
    );
    for (const { metadata } of left) {
      const name = metadata?.name;
      if (!name || asked.has(name)) continue;
      asked.add(name);
      // The collector would come to it as well, in its own time.
      await unlessMissing(
        cluster.core.deleteNamespacedPod({
          name,
          namespace,
          gracePeriodSeconds: grace,
        }),
      );
    }
    if (running.length === 0) return;
    if (Date.now() > until) {
      throw new Error(
        `The Pod of the run does not end: is its node ${
          running[0].spec?.nodeName ?? ''
        } well?`,
      );
    }
    await sleep(lookMs);
    lookMs = Math.min(lookMs * 1.5, MAX_LOOK_MS);
  }
}

/**
 * Deletes what holds the run's spec, secrets and change. The spec goes last: by it the others are found again where one
 * of them could not be deleted.
 *
 * @throws what the API server said of the first that it did not delete
 */
export async function deleteInputs(
  cluster: Cluster,
  {
    namespace,
    session,
    attempt,
    bundleParts = 0,
  }: Pick<RunAddress, 'namespace' | 'session' | 'attempt' | 'bundleParts'>,
): Promise<void> {
  const names = namesOf(session, attempt);
  const deleteMap = async (name: string) =>
    unlessMissing(cluster.core.deleteNamespacedConfigMap({ name, namespace }));
  const parts = Array.from({ length: bundleParts }, (_, index) => index);
  await Promise.all([
    ...parts.map(async part => deleteMap(names.bundle(part))),
    ...['clone', 'agent'].map(async phase =>
      unlessMissing(
        cluster.core.deleteNamespacedSecret({
          name: names.secret(phase),
          namespace,
        }),
      ),
    ),
  ]);
  await deleteMap(names.spec);
}
