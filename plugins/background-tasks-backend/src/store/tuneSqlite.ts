import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';
import { keepStatements } from './keepStatements';

/** Pages of the log after which it is carried into the database and the disk waited for: 1,000 are a few tasks. */
const CHECKPOINT_PAGES = 10_000;

/**
 * Lets SQLite write ahead to a log: by default each commit waits for the disk several times over, milliseconds in which
 * nothing else is answered. What was committed is there however the process dies; where the machine loses its power,
 * the last commits may be missing, as if they had not been made (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export async function tuneSqlite(db: Knex): Promise<void> {
  if (isPostgres(db)) return;
  await db.raw('pragma journal_mode = wal');
  await db.raw('pragma synchronous = normal');
  await db.raw(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  // The one that there is: Knex opens no second connection to SQLite.
  const connection = await db.client.acquireConnection();
  keepStatements(connection);
  await db.client.releaseConnection(connection);
}
