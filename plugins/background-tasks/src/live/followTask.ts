import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
} from '@background-tasks/plugin-background-tasks-common';
import { errorStatus } from '../api';
import type { TaskEventLog } from './TaskEventLog';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** Some missed heartbeats: a connection that is dead without having been closed. */
const SILENCE_MS = 60_000;

/**
 * Follows a task's events into a log until the task ends, the server refuses or `signal` aborts. A lost
 * connection is taken up again after the last event, with growing pauses. It never rejects.
 */
export async function followTask(options: {
  api: BackgroundTasksApi;
  taskRef: BackgroundTaskRef;
  log: TaskEventLog;
  signal: AbortSignal;
}): Promise<void> {
  const { log, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    const before = log.lastPosition;
    try {
      const end = await followOnce(options);
      if (end.ended && !signal.aborted) {
        log.setConnection('ended');
        return;
      }
    } catch (error) {
      if (!signal.aborted && isRefusal(error)) {
        log.setConnection('failed');
        return;
      }
    }
    if (signal.aborted) return;
    log.setConnection('reconnecting');
    if (log.lastPosition > before) failures = 0;
    await pause(delayAfter(failures), signal);
    failures += 1;
  }
}

async function followOnce(
  options: Parameters<typeof followTask>[0],
): Promise<{ ended: boolean }> {
  const { api, taskRef, log, signal } = options;
  const connection = new AbortController();
  const abort = () => connection.abort();
  signal.addEventListener('abort', abort);
  let silence = setTimeout(abort, SILENCE_MS);
  const onActivity = () => {
    if (signal.aborted) return;
    log.setConnection('live');
    clearTimeout(silence);
    silence = setTimeout(abort, SILENCE_MS);
  };

  const events = api.followEvents(taskRef, {
    after: log.lastPosition,
    signal: connection.signal,
    onActivity,
  });
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      if (signal.aborted) return { ended: false };
      log.setConnection('live');
      log.add(next.value);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', abort);
    connection.abort();
  }
}

// 401 is not final: the fetch API gets a fresh token by itself.
function isRefusal(error: unknown): boolean {
  const status = errorStatus(error);
  return status !== undefined && [400, 403, 404].includes(status);
}

function delayAfter(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
