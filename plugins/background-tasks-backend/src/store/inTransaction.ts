import type { Knex } from 'knex';
import { again, isConflict, isLoss } from './again';

/**
 * Carries out a transaction, again where the database gave it up for another one's sake or was away for a moment.
 * Where the connection is lost while it is being committed, nobody knows what became of it: that is an error.
 */
export async function inTransaction<T>(
  db: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  let committing = false;
  return again(
    async () => {
      committing = false;
      return db.transaction(async tx => {
        const result = await work(tx);
        committing = true;
        return result;
      });
    },
    error => isConflict(error) || (!committing && isLoss(error)),
  );
}
