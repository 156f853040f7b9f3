import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { step, TaskWorld } from '../__testUtils__/TaskWorld';
import { DatabaseTaskStore } from './DatabaseTaskStore';

describe('the life of tasks, in any order', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('keeps its invariants through creates, cancels, retries, crashes, lost leases and repeated events', async () => {
    const db = await databases.init('SQLITE_3');
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
          for (const table of ['tasks', 'slots', 'events', 'task_words']) {
            await db(table).delete();
          }
        }),
      { numRuns: 40 },
    );
    await expect(lives).resolves.toBeUndefined();
  }, 120_000);
});
