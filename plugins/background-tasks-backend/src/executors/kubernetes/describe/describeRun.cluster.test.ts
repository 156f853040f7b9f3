import type { RunUpdate } from '@background-tasks/plugin-background-tasks-node';
import { until } from '../../../__testUtils__/until';
import { follow, RunWorld } from '../__testUtils__/RunWorld';

jest.setTimeout(300_000);

const isOfAgent = (update: RunUpdate) =>
  update.type === 'event' &&
  update.event.phase === 'agent' &&
  update.event.type === 'log' &&
  update.event.text === 'ready';

describe('the objects of a run on a cluster', () => {
  let world: RunWorld;

  beforeAll(async () => {
    world = await RunWorld.create();
  });
  afterAll(async () => {
    await world?.close();
  });

  it('are told by a backend with the rights of its manifest, while it runs and when all but the session is gone', async () => {
    const executor = world.executor({ ttlSeconds: 0 });
    const handle = await world.start(executor, {
      script: 'echo ready; sleep 1000',
    });
    await follow(executor, handle, { until: isOfAgent });

    // What a node tells of its containers comes a moment after they began.
    const objects = await until(async () => {
      const found = await executor.describe(handle);
      const agent = found
        .find(({ kind }) => kind === 'Pod')
        ?.containers?.find(({ name }) => name === 'agent');
      return agent?.state === 'running' && found;
    });
    expect(objects.map(({ kind, status }) => [kind, status])).toEqual([
      ['AgenticSession', 'Pending'],
      ['Job', 'Running'],
      ['Pod', 'Pending'],
    ]);
    const [, job, pod] = objects;
    expect(job).toMatchObject({
      name: handle.job,
      namespace: world.namespace,
      cluster: 'test',
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'Normal', reason: 'SuccessfulCreate' }),
      ]),
    });
    expect(pod.containers).toEqual(
      expect.arrayContaining([
        {
          name: 'clone',
          state: 'terminated',
          reason: 'Completed',
          exitCode: 0,
          restartCount: 0,
        },
        expect.objectContaining({ name: 'validate', state: 'waiting' }),
      ]),
    );
    expect(pod.events.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['Scheduled', 'Started']),
    );

    await executor.stop(handle, 'cancelled');
    await executor.cleanup(handle);
    const left = await until(async () => {
      const found = await executor.describe(handle);
      return found.length === 1 && found;
    });
    expect(left).toMatchObject([
      { kind: 'AgenticSession', name: handle.session },
    ]);
  });
});
