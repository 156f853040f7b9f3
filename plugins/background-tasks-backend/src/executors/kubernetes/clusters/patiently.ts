import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { statusOf } from './apiErrors';

/** An API server that is started again, or gets another leader, is back within this time. */
const PATIENCE_MS = 120_000;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5_000;
const TOO_MANY_REQUESTS = 429;
/** A server that was just started refuses everybody until it has read the roles: no longer than this. */
const REFUSED_MS = 10_000;
const REFUSALS = [401, 403];

/**
 * Asks again where the API server does not answer, or says that it cannot just now. For what may be asked twice.
 *
 * @throws what it said, or why it could not be reached, in the end
 */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  let delay = FIRST_BACKOFF_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() + delay > begun + patienceWith(error)) throw error;
    }
    await sleep(delay * (0.5 + Math.random()));
    delay = Math.min(delay * 2, MAX_BACKOFF_MS);
  }
}

/** For how long an error may pass by itself, in ms. */
function patienceWith(error: unknown): number {
  if (REFUSALS.some(status => status === statusOf(error))) return REFUSED_MS;
  return isPassing(error) ? PATIENCE_MS : 0;
}

/** Whether an error says no more than that the API server does not answer just now. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) {
    return status >= 500 || status === TOO_MANY_REQUESTS;
  }
  // What Node says of connections has a code such as ECONNREFUSED; a request that took too long is aborted.
  return (
    isError(error) &&
    (typeof error.code === 'string' || error.name === 'TimeoutError')
  );
}
