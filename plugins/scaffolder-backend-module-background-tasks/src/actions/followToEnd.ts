import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import {
  setImmediate as turn,
  setTimeout as sleep,
} from 'node:timers/promises';
import { cancelTask } from './cancelTask';
import { openCopyMark, type Copied } from './openCopyMark';
import { inWords, isPassing, isSessionOver, sessionRemedy } from './refusals';
import type { BackgroundTaskActionOptions } from './types';

/** Between two tries to go on with an event stream that was cut. */
const RECONNECT_MS = 1_000;
/** The scaffolder stores each line on its own: more than this is read on the task's page. */
const MAX_LINES = 5_000;

/** How to follow a task. */
export type FollowSettings = {
  log: 'full' | 'phases';
  /** Whether a cancelled template cancels the task. */
  cancels: boolean;
};

/**
 * Follows a task to its end, through lost connections and restarts of the backend and of the scaffolder.
 *
 * @throws an error in words where the template was cancelled, or the task cannot be read any more
 */
export async function followToEnd(
  ctx: Pick<
    ActionContext<{}>,
    'checkpoint' | 'getInitiatorCredentials' | 'logger' | 'signal'
  >,
  ref: BackgroundTaskRef,
  settings: FollowSettings,
  options: BackgroundTaskActionOptions,
): Promise<BackgroundTask> {
  const { backgroundTasks } = options;
  const { signal } = ctx;
  const credentials = await ctx.getInitiatorCredentials();
  const mark = await openCopyMark(ctx, ref);
  const copy = createLogCopy(ctx, settings);
  let copied = mark.start;
  for (;;) {
    if (signal?.aborted) {
      if (settings.cancels) await cancelTask(ctx, ref, options);
      throw new Error(
        settings.cancels
          ? `Background task ${ref.name} was cancelled`
          : `Stopped waiting for background task ${ref.name}`,
      );
    }
    try {
      const events = backgroundTasks.followEvents(ref, {
        after: copied.position,
        signal,
        credentials,
      });
      for (;;) {
        const next = await events.next();
        if (next.done) {
          if (!next.value.ended) break;
          const task = await backgroundTasks.getTask(ref, { credentials });
          await mark.finished(copied);
          return task;
        }
        copied = copy(next.value, copied);
        await mark.reached(copied);
        // On SQLite the scaffolder stores a line in one go: between two of many, others have their turn.
        await turn();
      }
    } catch (error) {
      // Refusals are final; a lost connection passes.
      if (!signal?.aborted && !isPassing(error)) throw explained(ref, error);
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Copies what is to be copied of an event, and says how far the log is copied then. */
function createLogCopy(
  { logger }: Pick<ActionContext<{}>, 'logger'>,
  { log }: FollowSettings,
): (event: BackgroundTaskEvent, before: Copied) => Copied {
  return (event, { lines }) => {
    const { position } = event;
    if (event.type === 'status') {
      logger.info(`${event.progress}% ${event.currentPhase}`);
    }
    if (event.type !== 'log' || log === 'phases' || lines > MAX_LINES) {
      return { position, lines };
    }
    logger.info(
      lines < MAX_LINES
        ? event.text
        : `All further lines are on the task's page`,
    );
    return { position, lines: lines + 1 };
  };
}

function explained(ref: BackgroundTaskRef, error: unknown): unknown {
  if (!isSessionOver(error)) return inWords(error);
  return new Error(
    `Background task ${ref.name} goes on, but can no longer be followed here: the session that the template was started in has ended. ${sessionRemedy}`,
  );
}
