import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases, anotherClient } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { until } from '../__testUtils__/until';
import { DatabaseTaskNews, DatabaseTaskStore } from '../store';
import { TaskEventHub } from './TaskEventHub';

jest.setTimeout(60_000);

const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

describe.each(databaseIds)('the news of tasks on %s', databaseId => {
  const closers: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  /** A process that watches, and one that holds the task. */
  async function twoProcesses() {
    const db = await databases.init(databaseId);
    const logger = mockServices.logger.mock();
    const process = async () => {
      const client = anotherClient(db);
      closers.push(client.close);
      const store = await DatabaseTaskStore.create({
        database: { getClient: async () => client.db },
      });
      const news = await DatabaseTaskNews.create({ db: client.db, logger });
      const hub = new TaskEventHub({ store, news, logger });
      closers.push(async () => {
        hub.close();
        await news.close();
      });
      return { db: client.db, store, news, hub };
    };
    const [here, there] = [await process(), await process()];
    const admission = await there.store.admit(newTask(), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    const { task } = admission;
    const say = async (...logLines: string[]) => {
      const committed = await there.store.commit(task.uid, { logLines });
      there.hub.publish(committed.task, committed.events);
    };
    return { here, there, task, say };
  }

  it('shares one read among all viewers of a task, and none while nothing happens', async () => {
    const { here, task, say } = await twoProcesses();
    const viewers = Array.from({ length: 50 }, () => ({
      after: 0,
      seen: [] as string[],
    }));
    let waiting: (typeof viewers)[number][] = [];
    const read = async (viewer: (typeof viewers)[number]) => {
      const { events } = await here.hub.read(task.uid, viewer.after, 100);
      for (const event of events) {
        viewer.after = event.position;
        if (event.type === 'log') viewer.seen.push(event.text);
      }
    };
    const unsubscribe = viewers.map(viewer =>
      here.hub.subscribe(task.uid, () => waiting.push(viewer)),
    );
    await Promise.all(viewers.map(read));

    const statements: string[] = [];
    const count = ({ sql }: { sql: string }) => statements.push(sql);
    here.db.on('query', count);
    waiting = [];
    await say('one', 'two');
    await until(async () => waiting.length === viewers.length);
    await Promise.all(viewers.map(read));
    here.db.off('query', count);
    expect(viewers.map(({ seen }) => seen)).toEqual(
      viewers.map(() => ['one', 'two']),
    );
    const reads = statements.filter(sql => /from .events./.test(sql));
    expect(reads).toHaveLength(1);
    // Who is up to date asks nothing.
    here.db.on('query', count);
    statements.length = 0;
    await Promise.all(viewers.map(read));
    here.db.off('query', count);
    expect(statements.filter(sql => /from .events./.test(sql))).toEqual([]);
    for (const stop of unsubscribe) stop();
  });

  it('goes on in the store where memory does not reach', async () => {
    const { here, task, say } = await twoProcesses();
    const unsubscribe = here.hub.subscribe(task.uid, () => {});
    const seen: number[] = [];
    while (seen.length < 9) {
      if (seen.length % 3 === 0) await say('one', 'two', 'three');
      const { events } = await here.hub.read(task.uid, seen.at(-1) ?? 0, 2);
      seen.push(...events.map(event => event.position));
      if (events.length === 0) await new Promise(r => setTimeout(r, 20));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    unsubscribe();
  });

  it('finds out by asking what nobody announced', async () => {
    const { here, there, task } = await twoProcesses();
    let woken = 0;
    const unsubscribe = here.hub.subscribe(task.uid, () => {
      woken += 1;
    });
    expect(await here.hub.read(task.uid, 0, 10)).toEqual({
      events: [],
      ended: false,
    });
    await there.store.requestCancel(task.uid, task.creator);
    await until(async () => woken > 0);
    const page = await here.hub.read(task.uid, 0, 10);
    expect(page).toMatchObject({
      events: [{ position: 1, status: 'Stopped' }],
      ended: true,
    });
    unsubscribe();
  });

  it('asks at most once a second, and only for tasks that others hold', async () => {
    const { here, task } = await twoProcesses();
    const letGo = here.hub.hold(task.uid, () => {});
    const unsubscribe = here.hub.subscribe(task.uid, () => {});
    await here.hub.read(task.uid, 0, 10);
    const asked = jest.spyOn(here.news, 'positions');
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(asked).not.toHaveBeenCalled();
    letGo();
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
    unsubscribe();
  });

  it('hands out events in order where two commits tell of themselves in the wrong one', async () => {
    const { there, task } = await twoProcesses();
    const unsubscribe = there.hub.subscribe(task.uid, () => {});
    await there.hub.read(task.uid, 0, 10);
    const first = await there.store.commit(task.uid, { logLines: ['1'] });
    const second = await there.store.commit(task.uid, { logLines: ['2'] });
    there.hub.publish(second.task, second.events);
    there.hub.publish(first.task, first.events);
    const { events } = await there.hub.read(task.uid, 0, 10);
    expect(events.map(event => event.position)).toEqual([1, 2]);
    unsubscribe();
  });

  if (databaseId !== 'SQLITE_3') {
    it('hears again of others after the connection was lost', async () => {
      const { here, task, say } = await twoProcesses();
      await here.db.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
      );
      await until(async () => !here.news.live);
      await until(async () => here.news.live);
      let woken = 0;
      const unsubscribe = here.hub.subscribe(task.uid, () => {
        woken += 1;
      });
      await say('after all');
      await until(async () => woken > 0);
      expect(here.news.live).toBe(true);
      unsubscribe();
    });
  }
});
