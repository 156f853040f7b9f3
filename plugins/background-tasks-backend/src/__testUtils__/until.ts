import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until there is something; the test's own time limit ends it otherwise. */
export async function until<T>(
  find: () => Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
}
