import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Waits until something is so.
 *
 * @param what - for the error, if it is not so in time
 * @param timeoutMs - how long to wait at most, default 180 s
 */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`After ${timeoutMs / 1000} s it is not so: ${what}`);
    }
    await delay(POLL_MS);
  }
}
