import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { refusalText } from './refusals';
import type { BackgroundTaskActionOptions } from './types';

/** Cancels a task as its template is cancelled; where it cannot be any more, the log says so. */
export async function cancelTask(
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
