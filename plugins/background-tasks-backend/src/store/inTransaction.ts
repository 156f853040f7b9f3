import { isError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const ATTEMPTS = 6;
const FIRST_DELAY_MS = 20;

/** PostgreSQL's serialization_failure and deadlock_detected: nothing of the transaction was kept. */
const conflicts = ['40001', '40P01'];

/** The server went, or the way to it: admin_shutdown, crash_shutdown, cannot_connect_now, and the network's. */
const losses = ['57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED'];

/**
 * Carries out a transaction, again where the database gave it up for another one's sake or was away for a moment.
 * Where the connection is lost while it is being committed, nobody knows what became of it: that is an error.
 */
export async function inTransaction<T>(
  db: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let committing = false;
    try {
      return await db.transaction(async tx => {
        const result = await work(tx);
        committing = true;
        return result;
      });
    } catch (error) {
      const again = isConflict(error) || (!committing && isLoss(error));
      if (!again || attempt === ATTEMPTS) throw error;
      // With jitter, so that those who met do not meet again.
      await sleep(FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return conflicts.includes(code) || code.startsWith('SQLITE_BUSY');
}

function isLoss(error: unknown): boolean {
  const code = codeOf(error);
  // Class 08 are PostgreSQL's connection exceptions; its client gives no code when the server hangs up.
  return (
    losses.includes(code) ||
    /^08\w{3}$/.test(code) ||
    (isError(error) && error.message.startsWith('Connection terminated'))
  );
}

function codeOf(error: unknown): string {
  if (!isError(error) || !('code' in error)) return '';
  return String(error.code);
}
