import type { TaskObject } from '@background-tasks/plugin-background-tasks-common';
import { TestSystem } from '../__testUtils__/TestSystem';
import { until } from '../__testUtils__/until';
import { WRITE_TOKEN } from '../publishing/__testUtils__/PublishingFixture';

const path = '/projects/developers/background-tasks/mine/objects';

function aPod(message: string): TaskObject {
  return {
    kind: 'Pod',
    name: 'mine-job-abcde',
    namespace: 'tasks',
    cluster: 'one',
    status: 'Pending',
    createdAt: '2026-01-01T00:00:00Z',
    containers: [
      {
        name: 'clone',
        state: 'waiting',
        reason: 'PodInitializing',
        exitCode: null,
        restartCount: 0,
      },
    ],
    events: [
      {
        type: 'Warning',
        reason: 'Failed',
        message,
        count: 2,
        lastSeenAt: '2026-01-01T00:00:00Z',
      },
    ],
  };
}

describe('the objects that a run is made of', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
    await system.create('mine', 'hang');
    await until(async () => system.executor.started.length > 0);
  }, 60_000);
  afterEach(() => {
    system.executor.describe = undefined;
  });
  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  /** Waits for the first answer that the executor as it is now gives. */
  async function answer(describe: () => Promise<TaskObject[]>) {
    const look = jest.fn(describe);
    system.executor.describe = look;
    const response = await until(async () => {
      const found = await system.call('get', path);
      return look.mock.calls.length > 0 && found;
    });
    return { response, look };
  }

  it('are none where an executor has nothing to show', async () => {
    const { status, body } = await system.call('get', path);
    expect([status, body]).toEqual([200, { items: [] }]);
  });

  it('are told without secrets, and cut', async () => {
    const { response } = await answer(async () => [
      aPod(`${'x'.repeat(990)} ${WRITE_TOKEN}${'x'.repeat(2_000)}`),
    ]);
    expect(response.status).toBe(200);
    const [{ events, ...pod }] = response.body.items;
    expect(pod).toEqual({ ...aPod(''), events: undefined });
    expect(events[0].message).toHaveLength(1_000);
    expect(events[0].message).not.toContain(WRITE_TOKEN.slice(0, 5));
  });

  it('are looked at once for all who ask at the same time', async () => {
    const { look } = await answer(async () => [aPod('first')]);
    const before = look.mock.calls.length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => system.call('get', path)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(look.mock.calls.length - before).toBeLessThanOrEqual(1);
  });

  it('that cannot be looked up are an error in plain words, which is not kept', async () => {
    const { response } = await answer(async () => {
      throw new Error("The cluster 'one' did not answer within 5 s", {
        cause: new Error('connect ECONNREFUSED 192.0.2.1:6443'),
      });
    });
    expect([response.status, response.body.error.message]).toEqual([
      503,
      "The cluster 'one' did not answer within 5 s",
    ]);
    system.executor.describe = async () => [aPod('back')];
    expect((await system.call('get', path)).status).toBe(200);
  });

  it('are for those who may read the task', async () => {
    const stranger = await system.call('get', path, { user: 'stranger' });
    expect(stranger.status).toBe(403);
    const none = await system.call('get', path.replace('mine', 'none'));
    expect(none.status).toBe(404);
    const colleague = await system
      .clientOf('colleague')
      .listObjects({ project: 'developers', name: 'mine' });
    expect(colleague.items).toHaveLength(1);
  });
});
