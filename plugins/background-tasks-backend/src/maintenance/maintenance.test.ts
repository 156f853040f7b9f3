import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { testDatabases } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { SteppingCodeHost } from '../__testUtils__/Replica';
import { DatabaseMaintenanceStore, DatabaseTaskStore } from '../store';
import { readPullRequests } from './readPullRequests';
import { sweep } from './sweep';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const retention = { eventsMs: 30 * DAY_MS, tasksMs: 365 * DAY_MS };
const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

describe.each(databaseIds)('maintenance on %s', databaseId => {
  async function create() {
    const db = await databases.init(databaseId);
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    /** A task that ended so many days ago. */
    const ended = async (days: number, fields: object = {}) => {
      const admission = await store.admit(newTask(), NO_LIMITS);
      if ('refusal' in admission) throw new Error(admission.refusal.code);
      const { uid, creator } = admission.task;
      const logLines = Array.from({ length: 1_200 }, (_, i) => `line ${i}`);
      await store.commit(uid, { logLines });
      await store.requestCancel(uid, creator);
      const completed = Date.now() - days * DAY_MS;
      await db('tasks')
        .where({ uid })
        .update({ completed_at: completed, ...fields });
      return uid;
    };
    return { db, store, ended, maintenance: new DatabaseMaintenanceStore(db) };
  }

  it('deletes events after their time and tasks after theirs, in slices, and nothing else', async () => {
    const { db, store, ended, maintenance } = await create();
    const [young, old, ancient] = [
      await ended(29),
      await ended(31),
      await ended(366),
    ];
    const running = await store.admit(newTask(), NO_LIMITS);
    await db('runs').insert({
      uid: 'run',
      task_uid: old,
      attempt: 1,
      executor: 'local',
      agent_started: true,
      cleaned: true,
    });
    await db('bundle_chunks').insert({
      run_uid: 'run',
      task_uid: old,
      chunk: 0,
      chunks: 1,
      hash: 'h',
      data: Buffer.from('x'),
    });
    for (const days of [0.5, 1.5]) {
      await db('idempotency_keys').insert({
        creator: 'c',
        project: 'p',
        key: `${days}`,
        request_hash: 'h',
        task_uid: `${days}`,
        created_at: Date.now() - days * DAY_MS,
      });
    }
    const deleted: number[] = [];
    const purge = maintenance.purgeEvents.bind(maintenance);
    maintenance.purgeEvents = async ms => {
      const rows = await purge(ms);
      deleted.push(rows);
      return rows;
    };
    await sweep(maintenance, retention, new AbortController().signal);

    expect(Math.max(...deleted)).toBe(1_000);
    expect(await store.events(young, 0, 10_000)).toHaveLength(1_201);
    expect(await store.events(old, 0, 10_000)).toEqual([]);
    expect(await db('bundle_chunks').select('run_uid')).toEqual([]);
    expect(await store.getTaskByUid(old)).toMatchObject({ status: 'Stopped' });
    expect(await store.getTaskByUid(ancient)).toBeUndefined();
    expect(await db('task_words').where({ task_uid: ancient })).toEqual([]);
    expect(running).toHaveProperty('task');
    expect(await db('idempotency_keys').select('key')).toEqual([
      { key: '0.5' },
    ]);
  });

  it('stops when it is told to', async () => {
    const { store, ended, maintenance } = await create();
    const old = await ended(31);
    await sweep(maintenance, retention, AbortSignal.abort());
    expect(await store.events(old, 0, 1)).toHaveLength(1);
  });

  it('reads back what became of pull requests, those first that were asked longest ago, until they are not open', async () => {
    const { store, ended, maintenance } = await create();
    const open = { pr_state: 'open', repository_url: 'https://x.example/o/n' };
    const merged = await ended(1, { ...open, pr_number: 1 });
    const gone = await ended(2, { ...open, pr_number: 2 });
    const still = await ended(3, { ...open, pr_number: 3 });
    await ended(31, { ...open, pr_number: 4 });
    const asked: number[] = [];
    const codeHost = Object.assign(new SteppingCodeHost(), {
      pullRequestState: async (_: object, number: number) => {
        asked.push(number);
        if (number === 2) throw new NotFoundError('It is gone');
        return number === 1 ? ('merged' as const) : ('open' as const);
      },
    });
    const options = {
      store: maintenance,
      codeHosts: [codeHost],
      logger: mockServices.logger.mock(),
      metrics: { pullRequestSeen: jest.fn() },
    };
    const { signal } = new AbortController();
    await readPullRequests(options, signal);
    expect(asked).toEqual([3, 2, 1]);
    const states = await Promise.all(
      [merged, gone, still].map(uid => store.getTaskByUid(uid)),
    );
    expect(states.map(task => task?.prState)).toEqual([
      'merged',
      'open',
      'open',
    ]);
    await readPullRequests(options, signal);
    expect(asked.slice(3).sort()).toEqual([2, 3]);
  });
});
