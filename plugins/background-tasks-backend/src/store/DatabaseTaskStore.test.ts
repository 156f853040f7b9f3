import type {
  RunnerEvent,
  RunnerEventBody,
} from '@background-tasks/plugin-background-tasks-common';
import { TransitionRefusedError, type NewTask } from '../tasks';
import { anotherClient, testDatabases } from '../__testUtils__/databases';
import { until } from '../__testUtils__/until';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { DatabaseTaskStore } from './DatabaseTaskStore';
import {
  LeaseLostError,
  type Claim,
  type TaskFilter,
  type TaskStore,
} from './TaskStore';

const LIMITS = { perUser: 1, perRepository: 1, perProject: 10 };

function logEvents(from: number, to: number): RunnerEvent[] {
  const events: RunnerEvent[] = [];
  for (let seq = from; seq <= to; seq++) {
    events.push({
      type: 'log',
      seq,
      time: new Date(0).toISOString(),
      phase: 'agent',
      stream: 'stdout',
      text: `line ${seq}`,
    });
  }
  return events;
}

const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

describe.each(databaseIds)('DatabaseTaskStore on %s', databaseId => {
  async function createStore() {
    const db = await databases.init(databaseId);
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    return { db, store };
  }

  async function admitted(store: TaskStore, fields?: Partial<NewTask>) {
    const admission = await store.admit(newTask(fields), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    return admission.task;
  }

  async function claimed(store: TaskStore): Promise<Claim> {
    const claim = await store.claim('replica-1', 60_000);
    if (!claim) throw new Error('nothing to claim');
    return claim;
  }

  describe('admit', () => {
    it('stores a task as Pending, by the database clock', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      expect(task).toMatchObject({ status: 'Pending', progress: 0 });
      expect(Math.abs(task.createdAt - Date.now())).toBeLessThan(60_000);
      expect(await store.getTask(task.project, task.name)).toEqual(task);
    });

    it('shows a task while a newer replica adds columns to the tables', async () => {
      const { db, store } = await createStore();
      const task = await admitted(store);
      const others = { projects: [task.project] };
      await store.getWholeTask(task, others);

      await db.schema.alterTable('tasks', table => table.text('of_tomorrow'));

      expect((await store.getWholeTask(task, others))?.task).toEqual(task);
    });

    it('admits exactly one of many that want the same repository at once', async () => {
      const { db, store } = await createStore();
      const all = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.admit(newTask({ repositoryKey: 'host/1' }), LIMITS),
        ),
      );
      const refusals = all.flatMap(one =>
        'refusal' in one ? [one.refusal] : [],
      );
      expect(refusals).toHaveLength(19);
      const [winner] = all.flatMap(one => ('task' in one ? [one.task] : []));
      for (const refusal of refusals) {
        expect(refusal).toMatchObject({
          code: 'repositoryBusy',
          holder: { uid: winner.uid },
        });
      }
      // The losers left nothing: no task, and no slot of another kind.
      expect(await db('tasks').select('uid')).toHaveLength(1);
      expect(await db('slots').select('kind')).toHaveLength(3);
    });

    it('admits exactly as many as the limit says through several replicas at once', async () => {
      const { db } = await createStore();
      const clients = Array.from({ length: 3 }, () => anotherClient(db));
      const stores = await Promise.all(
        clients.map(client =>
          DatabaseTaskStore.create({
            database: { getClient: async () => client.db },
          }),
        ),
      );
      try {
        const limits = { perUser: 0, perRepository: 2, perProject: 10 };
        const all = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            stores[i % 3].admit(newTask({ repositoryKey: 'host/1' }), limits),
          ),
        );
        expect(all.filter(one => 'task' in one)).toHaveLength(2);
        expect(await db('slots').select('kind')).toHaveLength(4);
        const claims = await Promise.all(
          stores.map(store => store.claim('replica', 60_000)),
        );
        const uids = claims.flatMap(claim => claim?.taskUid ?? []);
        expect(new Set(uids).size).toBe(uids.length);
        expect(uids).toHaveLength(2);
      } finally {
        for (const client of clients) await client.close();
      }
    });

    it('counts per user, per project, and not at all where the limit is 0', async () => {
      const { store } = await createStore();
      const user = { creator: 'user:default/one' };
      await store.admit(newTask(user), LIMITS);
      expect(await store.admit(newTask(user), LIMITS)).toEqual({
        refusal: { code: 'concurrentTaskLimit', limit: 1 },
      });
      expect(
        await store.admit(newTask(), { ...LIMITS, perProject: 1 }),
      ).toEqual({ refusal: { code: 'projectLimit', limit: 1 } });
      expect(
        await store.admit(newTask(user), { ...LIMITS, perUser: 0 }),
      ).toHaveProperty('task');
    });

    it('counts what was admitted before the limit was lowered', async () => {
      const { store } = await createStore();
      const user = { creator: 'user:default/one' };
      const many = { perUser: 5, perRepository: 0, perProject: 0 };
      for (let n = 0; n < 3; n++) {
        expect(await store.admit(newTask(user), many)).toHaveProperty('task');
      }
      for (const perUser of [3, 2, 1]) {
        expect(
          await store.admit(newTask(user), { ...many, perUser }),
        ).toMatchObject({ refusal: { code: 'concurrentTaskLimit' } });
      }
      expect(await store.admit(newTask(user), many)).toHaveProperty('task');
    });

    it('refuses a name that is taken in the project, and only there', async () => {
      const { store } = await createStore();
      await admitted(store, { name: 'same' });
      expect(await store.admit(newTask({ name: 'same' }), LIMITS)).toEqual({
        refusal: { code: 'nameTaken' },
      });
      expect(
        await store.admit(
          newTask({ name: 'same', project: 'operators' }),
          LIMITS,
        ),
      ).toHaveProperty('task');
    });

    it('stores who made a task along with it, or neither', async () => {
      const { db, store } = await createStore();
      const task = newTask();
      const record = {
        action: 'task-create',
        actor: task.creator,
        onBehalfOf: null,
        project: task.project,
        task: task.name,
        result: 'success' as const,
        detail: null,
      };
      await store.admit(task, NO_LIMITS, { record });
      await store.admit(newTask({ name: task.name }), NO_LIMITS, { record });
      const { uid } = await admitted(store, { name: 'other' });
      // The native driver's errors are of the realm that loaded it first, and no errors to Jest.
      const missing = { message: expect.stringContaining('audit') };
      await db.schema.renameTable('audit', 'away');
      await expect(
        store.admit(newTask({ name: 'unrecorded' }), NO_LIMITS, { record }),
      ).rejects.toMatchObject(missing);
      await expect(
        store.requestCancel(uid, 'user:default/one', record),
      ).rejects.toMatchObject(missing);
      await db.schema.renameTable('away', 'audit');

      expect(await db('audit').select('action', 'task')).toEqual([
        { action: 'task-create', task: task.name },
      ]);
      expect(
        (await db('tasks').orderBy('name')).map(row => [row.name, row.status]),
      ).toEqual(
        [
          [task.name, 'Pending'],
          ['other', 'Pending'],
        ].sort(),
      );
    });

    it('frees the slots in the moment in which the task ends', async () => {
      const { db, store } = await createStore();
      const user = { creator: 'user:default/one' };
      const first = await store.admit(newTask(user), LIMITS);
      if ('refusal' in first) throw new Error('not admitted');
      await store.commit(first.task.uid, {
        transitions: [{ type: 'ended', outcome: 'infrastructure' }],
      });
      expect(await db('slots').select()).toEqual([]);
      expect(await store.admit(newTask(user), LIMITS)).toHaveProperty('task');
    });
  });

  describe('claim', () => {
    it('gives each task to one replica, the oldest first', async () => {
      const { store } = await createStore();
      const first = await admitted(store);
      const second = await admitted(store);
      const claims = await Promise.all([
        store.claim('replica-1', 60_000),
        store.claim('replica-2', 60_000),
        store.claim('replica-3', 60_000),
      ]);
      expect(claims.map(claim => claim?.taskUid).sort()).toEqual(
        [first.uid, second.uid, undefined].sort(),
      );
    });

    it('gives a task on when its lease runs out, and fences the former holder off', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      const former = await store.claim('replica-1', -1);
      const holder = await claimed(store);
      expect(holder).toMatchObject({ taskUid: task.uid, fence: 2 });

      const late = former ?? holder;
      await expect(
        store.commit(task.uid, { logLines: ['late'] }, late),
      ).rejects.toThrow(LeaseLostError);
      expect(await store.renew(late, 60_000)).toBeUndefined();
      expect(await store.events(task.uid, 0, 10)).toEqual([]);
      await store.commit(task.uid, { logLines: ['in time'] }, holder);
      expect(await store.events(task.uid, 0, 10)).toHaveLength(1);
    });

    it('leaves ended tasks alone', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      await store.requestCancel(task.uid, 'user:default/one');
      expect(await store.claim('replica-1', 60_000)).toBeUndefined();
    });

    it('leaves the run of an ended task to who holds it, and then to anyone', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      const claim = await claimed(store);
      await store.createRun(
        { uid: 'run', taskUid: task.uid, attempt: 1, executor: 'local' },
        [{ kind: 'clone', hash: 'hash' }],
        claim,
      );
      const left = async () =>
        (await store.runsToClean('local', 10)).map(({ uid }) => uid);
      await store.renew(claim, -1);
      expect(await left()).toEqual([]);
      await store.renew(claim, 60_000);
      await store.requestCancel(task.uid, 'user:default/one');
      expect(await left()).toEqual([]);
      await store.release(claim);
      expect(await left()).toEqual(['run']);
      await store.markCleaned('run');
      expect(await left()).toEqual([]);
    });
  });

  describe('commit', () => {
    it('gives events positions without a gap, and stores what comes twice once', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      const claim = await claimed(store);
      const runnerEvents = (from: number, to: number) => ({
        runnerEvents: { runUid: 'run', events: logEvents(from, to) },
      });
      await store.commit(task.uid, runnerEvents(1, 3), claim);
      await store.commit(task.uid, { logLines: ['our own'] });
      await store.commit(task.uid, runnerEvents(2, 5), claim);

      const events = await store.events(task.uid, 0, 100);
      expect(events.map(event => event.position)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(
        events.map(event => (event.type === 'log' ? event.text : event.type)),
      ).toEqual(['line 1', 'line 2', 'line 3', 'our own', 'line 4', 'line 5']);
      expect(await store.events(task.uid, 4, 1)).toEqual([events[4]]);
    });

    it('keeps what each round of the agent used and changed', async () => {
      const { store } = await createStore();
      const { uid } = await admitted(store);
      const run = 'run';
      const time = new Date(0).toISOString();
      let seq = 0;
      const say = (...bodies: RunnerEventBody[]) => {
        const events = bodies.map((body): RunnerEvent => {
          seq += 1;
          return { ...body, seq, time, phase: 'agent' };
        });
        return store.commit(uid, { runnerEvents: { runUid: run, events } });
      };
      const call = (costUsd: number | null) =>
        store.commit(uid, {
          usage: {
            ...{ model: 'm', inputTokens: 10, outputTokens: 1, costUsd },
            ...{ cacheReadTokens: 0, cacheWriteTokens: 0, estimated: false },
          },
        });

      // The first answer is counted before the agent says what it makes of it.
      await call(0.25);
      await say({ type: 'agent', version: '1.0.0' });
      await call(0.25);
      await say(
        { type: 'round', round: 0, files: ['a.txt'], fileCount: 1 },
        { type: 'repair', round: 1, of: 2, reason: 'Linting' },
      );
      await call(null);
      await say({ type: 'round', round: 1, files: [], fileCount: 0 });
      // An agent without a gateway says it itself.
      await say(
        { type: 'repair', round: 2, of: 2, reason: 'Tests' },
        { type: 'usage', inputTokens: 5, outputTokens: 2, costUsd: 1 },
      );

      expect((await store.getTaskByUid(uid))?.rounds).toEqual([
        {
          ...{ runUid: run, round: 0, reason: null },
          ...{ files: ['a.txt'], fileCount: 1 },
          usage: { inputTokens: 20, outputTokens: 2, costUsd: 0.5 },
        },
        {
          ...{ runUid: run, round: 1, reason: 'Linting' },
          ...{ files: [], fileCount: 0 },
          usage: { inputTokens: 10, outputTokens: 1, costUsd: null },
        },
        {
          ...{ runUid: run, round: 2, reason: 'Tests' },
          ...{ files: [], fileCount: null },
          usage: { inputTokens: 5, outputTokens: 2, costUsd: 1 },
        },
      ]);
    });

    it('keeps the order and the count under many writers', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          store.commit(task.uid, { logLines: [`a ${i}`, `b ${i}`] }),
        ),
      );
      const events = await store.events(task.uid, 0, 100);
      expect(events.map(event => event.position)).toEqual(
        Array.from({ length: 60 }, (_, i) => i + 1),
      );
    });

    it('keeps the last 10 KB of the log, from the beginning of a line', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      const logLines = Array.from({ length: 900 }, (_, i) => `Zeile ä ${i}`);
      const { task: after } = await store.commit(task.uid, { logLines });
      expect(Buffer.byteLength(after.logTail)).toBeLessThanOrEqual(10 * 1024);
      expect(after.logTail).toMatch(/^Zeile ä \d+\n/);
      expect(after.logTail.endsWith('Zeile ä 899\n')).toBe(true);
    });

    it('stores what programs print, also what a database has no room for', async () => {
      const { store } = await createStore();
      const { uid } = await admitted(store);
      const claim = await claimed(store);
      await store.createRun(
        { uid: 'run', taskUid: uid, attempt: 1, executor: 'local' },
        [{ kind: 'clone', hash: 'hash' }],
        claim,
      );
      const { task } = await store.commit(uid, {
        logLines: ['before\0after'],
        fields: { commitMessage: 'a\0b' },
        run: { uid: 'run', endReason: 'failed', endMessage: 'c\0d' },
        transitions: [
          { type: 'claimed' },
          { type: 'ended', outcome: 'agentFailed', error: 'e\0f' },
        ],
      });
      expect(task.status).toBe('Failed');
      expect(await store.getTaskByUid(uid)).toMatchObject({
        logTail: 'before\ufffdafter\n',
        commitMessage: 'a\ufffdb',
        error: 'e\ufffdf',
      });
      expect((await store.latestRun(uid))?.endMessage).toBe('c\ufffdd');
    });

    it('changes nothing where a transition is refused', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      await expect(
        store.commit(task.uid, {
          logLines: ['never seen'],
          transitions: [{ type: 'publishing' }],
        }),
      ).rejects.toThrow(TransitionRefusedError);
      expect(await store.getTaskByUid(task.uid)).toEqual(task);
      expect(await store.events(task.uid, 0, 10)).toEqual([]);
    });

    it('puts a bundle together only when it is whole', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      const claim = await claimed(store);
      await store.createRun(
        { uid: 'run', taskUid: task.uid, attempt: 1, executor: 'local' },
        [{ kind: 'clone', hash: 'hash' }],
        claim,
      );
      const chunk = (seq: number, index: number, data: string) =>
        store.commit(
          task.uid,
          {
            runnerEvents: {
              runUid: 'run',
              events: [
                {
                  type: 'bundle',
                  seq,
                  time: new Date(0).toISOString(),
                  phase: 'collect',
                  hash: 'a'.repeat(64),
                  size: 6,
                  index,
                  count: 2,
                  data: Buffer.from(data).toString('base64'),
                },
              ],
            },
          },
          claim,
        );
      await chunk(1, 0, 'abc');
      expect(await store.bundle(task.uid)).toBeUndefined();
      await chunk(2, 1, 'def');
      const bundle = await store.bundle(task.uid);
      expect(bundle?.data.toString()).toBe('abcdef');
      const events = await store.events(task.uid, 0, 10);
      expect(events.every(event => !('data' in event))).toBe(true);
    });
  });

  describe('requestCancel', () => {
    it('ends a task that nobody has taken up at once', async () => {
      const { db, store } = await createStore();
      const task = await admitted(store);
      const { task: after } = await store.requestCancel(task.uid, 'user:d/u');
      expect(after).toMatchObject({
        status: 'Stopped',
        outcome: 'cancelled',
      });
      expect(await db('slots').select()).toEqual([]);
    });

    it('records the wish on others, and refuses it past the point of no return', async () => {
      const { store } = await createStore();
      const task = await admitted(store);
      await store.commit(task.uid, {
        transitions: [{ type: 'claimed' }, { type: 'runStarted' }],
      });
      await store.commit(task.uid, { transitions: [{ type: 'publishing' }] });
      await expect(
        store.requestCancel(task.uid, 'user:default/one'),
      ).rejects.toThrow(TransitionRefusedError);
    });
  });

  it('knows the task of a token while it is active, until it is revoked', async () => {
    const { store } = await createStore();
    const task = await admitted(store);
    const claim = await claimed(store);
    const started = async (uid: string, attempt: number, hash: string) =>
      store.createRun(
        { uid, taskUid: task.uid, attempt, executor: 'local' },
        [{ kind: 'clone', hash }],
        claim,
      );
    const run = await started('one', 1, 'first');
    expect((await store.taskOfCloneToken('first'))?.uid).toBe(task.uid);
    expect(await store.taskOfCloneToken('other')).toBeUndefined();
    // Taken up again, before anybody had said that it was started.
    expect(await started('one', 1, 'second')).toEqual(run);
    for (const either of ['first', 'second']) {
      expect((await store.taskOfCloneToken(either))?.uid).toBe(task.uid);
    }
    await started('two', 2, 'hash');
    for (const former of ['first', 'second']) {
      expect(await store.taskOfCloneToken(former)).toBeUndefined();
    }
    expect((await store.latestRun(task.uid))?.uid).toBe('two');
    expect((await store.getTaskByUid(task.uid))?.attempt).toBe(2);
    expect((await store.taskOfCloneToken('hash'))?.uid).toBe(task.uid);
    await store.commit(task.uid, { revokeTokens: 'clone' }, claim);
    expect(await store.taskOfCloneToken('hash')).toBeUndefined();
  });

  it('lists the newest first, by every filter', async () => {
    const { store } = await createStore();
    const first = await admitted(store, { entityRef: 'component:default/a' });
    const second = await admitted(store, { project: 'operators' });
    await store.requestCancel(first.uid, 'user:default/one');
    const list = async (filter: Partial<TaskFilter>) => {
      const whole: TaskFilter = {
        projects: ['developers', 'operators'],
        statuses: [],
        sort: { by: 'createdAt', descending: true },
        limit: 10,
        ...filter,
      };
      const { items, total } = await store.listTasks(whole);
      return {
        uids: items.map(item => item.uid),
        total,
      };
    };
    const all = await list({});
    expect(all.total).toBe(2);
    expect(new Set(all.uids)).toEqual(new Set([first.uid, second.uid]));
    const onlyFirst = { uids: [first.uid], total: 1 };
    expect(await list({ projects: ['developers'] })).toEqual(onlyFirst);
    expect(await list({ statuses: ['Stopped'] })).toEqual(onlyFirst);
    expect(await list({ creators: [first.creator] })).toEqual(onlyFirst);
    expect(await list({ entityRef: 'component:default/a' })).toEqual(onlyFirst);
    expect(await list({ repositoryUrl: 'https://x.example/y/z' })).toEqual({
      uids: [],
      total: 0,
    });
    expect((await list({ limit: 1 })).total).toBe(2);
  });

  it('tells a new total after each change that it made, and soon after those of other replicas', async () => {
    const { db, store } = await createStore();
    const { db: otherDb, close } = anotherClient(db);
    try {
      const other = await DatabaseTaskStore.create({
        database: { getClient: async () => otherDb },
      });
      const total = async (of: TaskStore, filter: Partial<TaskFilter> = {}) =>
        (
          await of.listTasks({
            projects: ['developers'],
            statuses: [],
            sort: { by: 'createdAt', descending: true },
            limit: 1,
            ...filter,
          })
        ).total;
      const stopped = { statuses: ['Stopped' as const] };
      expect([await total(store), await total(other)]).toEqual([0, 0]);
      const task = await admitted(store);
      await admitted(store);
      expect(await total(store)).toBe(2);
      expect(await total(store, stopped)).toBe(0);
      await store.requestCancel(task.uid, 'user:default/one');
      expect(await total(store, stopped)).toBe(1);
      await until(async () => (await total(other)) === 2);
    } finally {
      await close();
    }
  });

  it('finds the newest of those that had a name, until another task takes it', async () => {
    const { db, store } = await createStore();
    const names: Partial<NewTask> = { name: 'upgrade' };
    const found = async () =>
      (await store.getTask('developers', 'upgrade'))?.uid;
    const whole = async () =>
      (
        await store.getWholeTask(
          { project: 'developers', name: 'upgrade' },
          { projects: [] },
        )
      )?.task.uid;
    const former: string[] = [];
    for (const createdAt of [2_000, 1_000]) {
      const { uid } = await admitted(store, names);
      former.push(uid);
      await db('tasks')
        .where({ uid })
        .update({ released: uid, created_at: createdAt });
    }
    expect([await found(), await whole()]).toEqual([former[0], former[0]]);
    const { uid } = await admitted(store, names);
    expect([await found(), await whole()]).toEqual([uid, uid]);
  });
});
