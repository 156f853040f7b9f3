import fc from 'fast-check';
import { testDatabases } from '../__testUtils__/databases';
import { step, TaskWorld } from '../__testUtils__/TaskWorld';
import { DatabaseTaskStore } from './DatabaseTaskStore';

const databases = testDatabases();

describe.each(databases.eachSupportedId())(
  'the life of tasks, in any order, on %s',
  databaseId => {
    it('keeps its invariants through creates, cancels, retries, crashes, lost leases, deadlines, further runs and repeated events', async () => {
      const db = await databases.init(databaseId);
      const store = await DatabaseTaskStore.create({
        database: { getClient: async () => db },
      });
      const lives = fc.assert(
        fc
          .asyncProperty(
            fc.array(step, { minLength: 20, maxLength: 60 }),
            async steps => {
              const world = new TaskWorld(db, store);
              for (const each of steps) await world.take(each);
            },
          )
          .beforeEach(async () => {
            const tables = ['tasks', 'slots', 'events', 'task_words'];
            for (const table of [...tables, 'runs', 'run_tokens', 'audit']) {
              await db(table).delete();
            }
          }),
        { numRuns: databaseId === 'SQLITE_3' ? 40 : 12 },
      );
      await expect(lives).resolves.toBeUndefined();
    }, 120_000);
  },
);
