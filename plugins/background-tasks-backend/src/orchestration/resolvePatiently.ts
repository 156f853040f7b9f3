import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import type {
  CodeHost,
  ResolvedRepository,
} from '@background-tasks/plugin-background-tasks-node';
import type { DrivenTask } from './driveTask';

/** An outage of a code host is over by then, or people know of it. */
const PATIENCE_MS = 10 * 60_000;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

/**
 * Looks up the task's repository, again and again where the code host cannot be asked for now: a task is not to fail by
 * what passes. Waits no longer where the task is not ours any more, was cancelled, or, before publishing, is out of time.
 *
 * @throws what the code host said last
 */
export async function resolvePatiently(
  driven: DrivenTask,
  codeHost: CodeHost,
): Promise<ResolvedRepository> {
  const giveUpAt = giveUpTime(driven);
  for (
    let waitMs = FIRST_WAIT_MS;
    ;
    waitMs = Math.min(waitMs * 2, MAX_WAIT_MS)
  ) {
    try {
      return await codeHost.resolve(driven.task.repositoryUrl);
    } catch (error) {
      const passes = isError(error) && error.name === 'ServiceUnavailableError';
      if (!passes || Date.now() + waitMs > giveUpAt) throw error;
      driven.logger.warn(`${error.message}; it is asked again`);
      if (!(await waited(driven, waitMs))) throw error;
    }
  }
}

function giveUpTime({ task }: DrivenTask): number {
  const giveUpAt = Date.now() + PATIENCE_MS;
  // Once publishing has begun, the deadline no longer applies.
  if (task.publishingSince !== null || task.deadlineAt === null) {
    return giveUpAt;
  }
  return Math.min(giveUpAt, task.deadlineAt);
}

/** @returns whether the whole time went by: not where the task is to stop, or is not ours any more */
async function waited({ lease }: DrivenTask, ms: number): Promise<boolean> {
  const stopped = new AbortController();
  const unwatch = lease.watch(now => {
    if (now.cancelRequestedAt !== null) stopped.abort();
  });
  try {
    await sleep(ms, undefined, {
      signal: AbortSignal.any([stopped.signal, lease.signal]),
    });
    return true;
  } catch {
    return false;
  } finally {
    unwatch();
  }
}
