import { isError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const WAIT_MS = 250;
const ATTEMPTS = 120;

/** Brings the tables up to date. Replicas that start at the same moment wait for the one that does it. */
export async function migrate(db: Knex, directory: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.migrate.latest({ directory });
      return;
    } catch (error) {
      if (!isOtherReplica(error) || attempt === ATTEMPTS) throw error;
      await sleep(WAIT_MS);
    }
  }
}

/** Somebody holds the lock on the migrations, or makes the table of that lock just now. */
function isOtherReplica(error: unknown): boolean {
  if (!isError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    error.name === 'MigrationLocked' ||
    error.message.includes('Migration table is already locked') ||
    ['23505', '42P07', '40P01'].includes(code)
  );
}
