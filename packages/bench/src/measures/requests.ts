import { noop, type Behaviour } from '../behaviour';
import type { BenchClient, BenchRequest, Who } from '../load/BenchClient';

const OURS = '/api/background-tasks';
const PEER = '/api/scaffolder/v2/tasks';

/** The least that a route of the platform can do. */
export const floorRequest: BenchRequest = { path: '/api/floor/one' };

/** Creates one of our tasks. */
export function createOurs(
  project: 'open' | 'limited',
  repositoryUrl: string,
  behaviour: Behaviour = noop,
): BenchRequest {
  return {
    method: 'POST',
    path: `${OURS}/projects/${project}/background-tasks`,
    body: {
      instructions: 'Upgrade lodash to the newest version that fits',
      repository: { url: repositoryUrl },
      provider: 'script',
      run: JSON.stringify(behaviour),
    },
  };
}

/** Creates a task of the scaffolder that does the same. */
export function createPeer(behaviour: Behaviour = noop): BenchRequest {
  return {
    method: 'POST',
    path: PEER,
    body: {
      templateRef: 'template:default/bench',
      // Not as JSON: the scaffolder would make an object of it.
      values: { behaviour: encodeURIComponent(JSON.stringify(behaviour)) },
    },
  };
}

/** A task that was created for a measure: where it is, and where its events are. */
export type StartedTask = { get: string; events: string };

/** @throws Error where a task that has ended did not end well: what is measured of it would mean nothing */
export async function assertCompleted(
  client: BenchClient,
  task: StartedTask,
): Promise<void> {
  const { status } = JSON.parse(await client.send({ path: task.get }));
  if (!/^completed$/i.test(status)) {
    throw new Error(`${task.get} ended as ${status}`);
  }
}

/** Creates a task of either kind. */
export async function startTask(
  client: BenchClient,
  who: Who,
  repositoryUrl: string,
  behaviour: Behaviour,
): Promise<StartedTask> {
  if (who === 'peer') {
    const { id } = JSON.parse(await client.send(createPeer(behaviour)));
    return { get: `${PEER}/${id}`, events: `${PEER}/${id}/eventstream` };
  }
  const created = JSON.parse(
    await client.send(createOurs('open', repositoryUrl, behaviour)),
  );
  const path = `${OURS}/projects/open/background-tasks/${created.name}`;
  return { get: path, events: `${path}/events` };
}
