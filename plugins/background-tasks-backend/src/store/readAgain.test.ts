import { anotherClient, testDatabases } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { until } from '../__testUtils__/until';
import { DatabaseTaskStore } from './DatabaseTaskStore';
import { inTransaction } from './inTransaction';

const databases = testDatabases();
const isPostgres = (databaseId: string) => databaseId.startsWith('POSTGRES');

describe.each(databases.eachSupportedId())('reads on %s', databaseId => {
  async function createStore() {
    const db = await databases.init(databaseId);
    const store = await DatabaseTaskStore.create({
      database: { getClient: async () => db },
    });
    const task = newTask();
    await store.admit(task, NO_LIMITS);
    return { db, store, task };
  }

  it('are done again where the database is away for a moment, and writes are not', async () => {
    const { db, store, task } = await createStore();
    let away = 0;
    const acquire = db.client.acquireConnection.bind(db.client);
    db.client.acquireConnection = async () => {
      if (away === 0) return acquire();
      away -= 1;
      throw Object.assign(new Error('The way is closed'), {
        code: 'ECONNREFUSED',
      });
    };
    const reads: (() => Promise<unknown>)[] = [
      () => store.getTask(task.project, task.name),
      () => store.getTaskByUid(task.uid),
      () => store.events(task.uid, 0, 10),
      () => db('tasks').where({ uid: task.uid }).pluck('name'),
    ];
    for (const read of reads) {
      const found = await read();
      away = 2;
      await expect(read()).resolves.toEqual(found);
      expect(away).toBe(0);
    }
    away = 1;
    await expect(
      db('tasks').where({ uid: task.uid }).update({ phase: 'agent' }),
    ).rejects.toThrow('The way is closed');
    away = 100;
    await expect(store.getTaskByUid(task.uid)).rejects.toThrow(
      'The way is closed',
    );
    away = 0;
  });

  // SQLite has no connection that another one could cut.
  if (isPostgres(databaseId)) {
    it('are done again where their connection is cut, and a transaction as a whole', async () => {
      const { db, store, task } = await createStore();
      const { db: other, close } = anotherClient(db);
      /** Cuts the connection of what waits for a table that is locked meanwhile. */
      const cut = async <T>(start: () => Promise<T>): Promise<T> => {
        const holder = await other.transaction();
        await holder.raw('lock table tasks in access exclusive mode');
        const started = start();
        started.catch(() => undefined);
        const pid = await until(async () => {
          const { rows } = await other.raw(
            `select pid from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'`,
          );
          return rows[0]?.pid;
        });
        await other.raw('select pg_terminate_backend(?)', [pid]);
        await holder.rollback();
        return started;
      };
      try {
        const whole = await store.getTaskByUid(task.uid);
        expect(await cut(() => store.getTaskByUid(task.uid))).toEqual(whole);
        expect(await cut(() => store.getTask(task.project, task.name))).toEqual(
          whole,
        );
        let begun = 0;
        const read = () =>
          inTransaction(db, async tx => {
            begun += 1;
            return tx('tasks').where({ uid: task.uid }).first('name');
          });
        expect(await cut(read)).toEqual({ name: task.name });
        expect(begun).toBe(2);
      } finally {
        await close();
      }
    });
  }
});
