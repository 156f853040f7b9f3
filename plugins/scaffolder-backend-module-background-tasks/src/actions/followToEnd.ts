import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { inWords, isPassing, isSessionOver, refusalText } from './refusals';
import type { BackgroundTaskActionOptions } from './types';

/** Between two tries to go on with an event stream that was cut. */
const RECONNECT_MS = 1_000;
/** The scaffolder stores each line on its own: more than this is read on the task's page. */
const MAX_LINES = 5_000;

/** How to follow a task. */
export type FollowSettings = {
  log: 'full' | 'phases';
  /** Copies no line that is older: it was copied before the scaffolder was restarted. */
  since?: Date;
  /** Whether a cancelled template cancels the task. */
  cancels: boolean;
};

/**
 * Follows a task to its end, through lost connections and restarts of the backend.
 *
 * @throws an error in words where the template was cancelled, or the task cannot be read any more
 */
export async function followToEnd(
  ctx: Pick<ActionContext<{}>, 'getInitiatorCredentials' | 'logger' | 'signal'>,
  ref: BackgroundTaskRef,
  settings: FollowSettings,
  options: BackgroundTaskActionOptions,
): Promise<BackgroundTask> {
  const { backgroundTasks } = options;
  const { signal } = ctx;
  const copy = createLogCopy(ctx, settings);
  const credentials = await ctx.getInitiatorCredentials();
  let after = 0;
  for (;;) {
    if (signal?.aborted) {
      if (settings.cancels) await cancel(ctx, ref, options);
      throw new Error(
        settings.cancels
          ? `Background task ${ref.name} was cancelled`
          : `Stopped waiting for background task ${ref.name}`,
      );
    }
    try {
      const events = backgroundTasks.followEvents(ref, {
        after,
        signal,
        credentials,
      });
      for (;;) {
        const next = await events.next();
        if (next.done) {
          if (!next.value.ended) break;
          return await backgroundTasks.getTask(ref, { credentials });
        }
        after = next.value.position;
        copy(next.value);
      }
    } catch (error) {
      // Refusals are final; a lost connection passes.
      if (!signal?.aborted && !isPassing(error)) throw explained(ref, error);
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

function createLogCopy(
  ctx: Pick<ActionContext<{}>, 'logger'>,
  { log, since }: FollowSettings,
): (event: BackgroundTaskEvent) => void {
  let lines = 0;
  return event => {
    if (since && new Date(event.time) < since) return;
    if (event.type === 'status') {
      ctx.logger.info(`${event.progress}% ${event.currentPhase}`);
    }
    if (event.type !== 'log' || log === 'phases') return;
    lines += 1;
    if (lines <= MAX_LINES) ctx.logger.info(event.text);
    if (lines === MAX_LINES + 1) {
      ctx.logger.info(`All further lines are on the task's page`);
    }
  };
}

async function cancel(
  ctx: Pick<ActionContext<{}>, 'getInitiatorCredentials' | 'logger'>,
  ref: BackgroundTaskRef,
  { backgroundTasks }: BackgroundTaskActionOptions,
): Promise<void> {
  const credentials = await ctx.getInitiatorCredentials();
  try {
    await backgroundTasks.cancelTask(ref, { credentials });
  } catch (error) {
    // It may have ended meanwhile, or be publishing already.
    ctx.logger.warn(
      `Background task ${ref.name} was not cancelled: ${
        refusalText(error) ?? error
      }`,
    );
  }
}

function explained(ref: BackgroundTaskRef, error: unknown): unknown {
  if (!isSessionOver(error)) return inWords(error);
  return new Error(
    `Background task ${ref.name} goes on, but can no longer be followed here: the session that the template was started in has ended`,
  );
}
