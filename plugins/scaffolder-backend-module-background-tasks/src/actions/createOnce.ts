import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  inWords,
  isPassing,
  isSessionOver,
  isTakenLimit,
  refusalText,
  sessionRemedy,
} from './refusals';
import type { BackgroundTaskActionOptions } from './types';

/** Between two tries to create a task whose place is taken. */
const RETRY_MS = 2_000;

/** How long a cancelled step asks for an answer that was lost. */
const LOST_ANSWER_MS = 30_000;

/** What a new task is to be, and how long its place may be waited for. */
export type NewTaskStep = {
  project: string;
  request: CreateBackgroundTaskRequest;
  onConflict: 'wait' | 'fail';
  conflictTimeoutSeconds: number;
};

/** The task that a step made, and whether this run of the step made it or an earlier one. */
export type CreatedTask = { name: string; uid: string; resumed: boolean };

/**
 * Creates a task once per step of a scaffolder task, however often the step runs: after a restart of the scaffolder
 * the checkpoint knows it, and where that was not stored yet, the idempotency key finds it.
 *
 * @throws the backend's refusal, or an error where the step was cancelled or its place did not get free in time
 */
export async function createOnce(
  ctx: Pick<
    ActionContext<{}>,
    | 'checkpoint'
    | 'each'
    | 'getInitiatorCredentials'
    | 'logger'
    | 'signal'
    | 'step'
    | 'task'
  >,
  step: NewTaskStep,
  options: BackgroundTaskActionOptions,
): Promise<CreatedTask> {
  const { project, request } = step;
  const idempotencyKey = createHash('sha256')
    .update(
      // The repetitions of a step that goes through many repositories are told apart by what they ask for.
      JSON.stringify([ctx.task.id, ctx.step?.id, ctx.each, project, request]),
    )
    .digest('hex');
  let resumed = true;
  const created = await ctx.checkpoint({
    key: `background-task.create.${idempotencyKey}`,
    fn: async () => {
      resumed = false;
      const { name, uid } = await untilPlaceIsFree(ctx, step, async () =>
        options.backgroundTasks.createTask(project, request, {
          credentials: await ctx.getInitiatorCredentials(),
          // Without the signal: whoever hangs up does not learn whether there is a task to cancel.
          idempotencyKey,
        }),
      );
      return { name, uid };
    },
  });
  return { ...created, resumed };
}

async function untilPlaceIsFree<T>(
  ctx: Pick<ActionContext<{}>, 'logger' | 'signal'>,
  step: NewTaskStep,
  create: () => Promise<T>,
): Promise<T> {
  const { logger, signal } = ctx;
  let deadline = Date.now() + step.conflictTimeoutSeconds * 1_000;
  const hurry = () => {
    deadline = Math.min(deadline, Date.now() + LOST_ANSWER_MS);
  };
  signal?.addEventListener('abort', hurry);
  // Where no answer came there may be a task, and the same key asks for it.
  let lost = false;
  let said: string | undefined;
  try {
    for (;;) {
      if (signal?.aborted && !lost) {
        throw new Error('Cancelled before there was a background task');
      }
      try {
        return await create();
      } catch (error) {
        if (isSessionOver(error)) throw notBegun(step);
        lost = isPassing(error);
        const waits = step.onConflict === 'wait' && isTakenLimit(error);
        if ((!waits && !lost) || Date.now() > deadline) throw inWords(error);
        const reason = refusalText(error) ?? String(error);
        if (reason !== said) logger.info(`Waiting: ${reason}`);
        said = reason;
      }
      await sleep(RETRY_MS, undefined, {
        signal: signal?.aborted ? undefined : signal,
      }).catch(() => undefined);
    }
  } finally {
    signal?.removeEventListener('abort', hurry);
  }
}

function notBegun({ request }: NewTaskStep): Error {
  const { entityRef, repository } = request;
  return new Error(
    `No background task was made for ${
      entityRef ?? repository?.url
    }: the session that the template was started in has ended. ${sessionRemedy}`,
  );
}
