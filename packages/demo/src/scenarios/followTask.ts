import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskRef,
  BackgroundTasksApi,
} from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';

const RECONNECT_MS = 500;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Follows the events of a task to its end, over lost connections.
 *
 * @returns the task as it ended
 */
export async function followTask(
  client: BackgroundTasksApi,
  ref: BackgroundTaskRef,
  options: {
    onEvent?: (event: BackgroundTaskEvent) => void;
    signal?: AbortSignal;
  } = {},
): Promise<BackgroundTask> {
  const { onEvent, signal } = options;
  let after = 0;
  let lastContact = Date.now();
  for (;;) {
    try {
      const stream = client.followEvents(ref, { after, signal });
      let next = await stream.next();
      while (!next.done) {
        lastContact = Date.now();
        after = next.value.position;
        onEvent?.(next.value);
        next = await stream.next();
      }
      if (next.value.ended) return await client.getTask(ref, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (Date.now() - lastContact > GIVE_UP_AFTER_MS) throw error;
    }
    await delay(RECONNECT_MS, undefined, { signal });
  }
}
