import { isError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 6;
const FIRST_DELAY_MS = 20;

/** PostgreSQL's serialization_failure and deadlock_detected: nothing of the transaction was kept. */
const conflicts = ['40001', '40P01'];

/** The server went, or the way to it: admin_shutdown, crash_shutdown, cannot_connect_now, and the network's. */
const losses = ['57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED'];

/** What PostgreSQL's client says, without a code, when the server hangs up; Knex puts the statement before it. */
const HUNG_UP =
  /(^| - )(Connection terminated( unexpectedly| due to connection timeout)?|Client has encountered a connection error and is not queryable)$/;

/**
 * Does something with the database, again where that fails with what passes: a second and a half at most.
 *
 * @param passes - whether an error is one of those after which it may be done again
 */
export async function again<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || attempt === ATTEMPTS) throw error;
      // With jitter, so that those who met do not meet again.
      await sleep(FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** Whether the database gave something up for another one's sake: nothing of it was kept. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return conflicts.includes(code) || code.startsWith('SQLITE_BUSY');
}

/** Whether the database was away, or went away meanwhile: what became of a commit is not known. */
export function isLoss(error: unknown): boolean {
  const code = codeOf(error);
  // Class 08 are PostgreSQL's connection exceptions.
  return (
    losses.includes(code) ||
    /^08\w{3}$/.test(code) ||
    (isError(error) && HUNG_UP.test(error.message))
  );
}

function codeOf(error: unknown): string {
  if (!isError(error) || !('code' in error)) return '';
  return String(error.code);
}
