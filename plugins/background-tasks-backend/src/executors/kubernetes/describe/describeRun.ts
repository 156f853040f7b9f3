import type { TaskObject } from '@background-tasks/plugin-background-tasks-common';
import {
  INSTANCE_LABEL,
  isNotFound,
  RUN_LABEL,
  statusOf,
  wordsOf,
  type Cluster,
} from '../clusters';
import type { RunAddress } from '../RunAddress';
import {
  readEvents,
  readJob,
  readPods,
  readSession,
  type FoundObject,
} from './readObjects';

const TIMEOUT_MS = 5_000;
const MAX_EVENTS = 100;
/** A run has one Pod; a second one is deleted as soon as it is seen. */
const MAX_PODS = 5;
const SESSIONS = '/apis/vteam.ambient-code/v1alpha1';

/**
 * A run's session, Job and Pod with their events: those that are there.
 *
 * @throws an Error whose message a user may read, after 5 s at the latest
 */
export async function describeRun(
  cluster: Cluster,
  address: RunAddress,
): Promise<TaskObject[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const get = (path: string) => getIfThere(cluster, path, signal);
  try {
    const found = await findObjects(cluster, address, get);
    return await Promise.all(
      found.map(async ({ uid, ...object }) => ({
        ...object,
        namespace: address.namespace,
        cluster: cluster.name,
        events: readEvents(await get(eventsPath(address, uid))),
      })),
    );
  } catch (error) {
    throw new Error(textOf(cluster, error, signal), { cause: error });
  }
}

/** From the one that owns all to what runs. */
async function findObjects(
  cluster: Cluster,
  { namespace, session, job, run }: RunAddress,
  get: (path: string) => Promise<unknown>,
): Promise<FoundObject[]> {
  const pods = new URLSearchParams({
    labelSelector: `${INSTANCE_LABEL}=${cluster.instance},${RUN_LABEL}=${run}`,
    limit: `${MAX_PODS}`,
  });
  const [rawSession, rawJob, rawPods] = await Promise.all([
    get(`${SESSIONS}/namespaces/${namespace}/agenticsessions/${session}`),
    get(`/apis/batch/v1/namespaces/${namespace}/jobs/${job}`),
    get(`/api/v1/namespaces/${namespace}/pods?${pods}`),
  ]);
  const owners = [readSession(rawSession), readJob(rawJob)];
  return [...owners.filter(owner => owner !== undefined), ...readPods(rawPods)];
}

function eventsPath({ namespace }: RunAddress, uid: string): string {
  const query = new URLSearchParams({
    fieldSelector: `involvedObject.uid=${uid}`,
    limit: `${MAX_EVENTS}`,
  });
  return `/api/v1/namespaces/${namespace}/events?${query}`;
}

/** @returns undefined where it is gone */
async function getIfThere(
  cluster: Cluster,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await cluster.json({ method: 'GET', path, signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Where no answer came, the error names addresses: they are for the log alone. */
function textOf(
  { name }: Cluster,
  error: unknown,
  signal: AbortSignal,
): string {
  if (signal.aborted) {
    return `The cluster '${name}' did not answer within ${TIMEOUT_MS / 1000} s`;
  }
  if (statusOf(error) === undefined) {
    return `The cluster '${name}' cannot be reached just now`;
  }
  return `The cluster '${name}' does not tell of the run: ${wordsOf(error)}`;
}
