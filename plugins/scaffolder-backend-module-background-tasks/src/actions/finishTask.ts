import {
  isFinalStatus,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { followToEnd, type FollowSettings } from './followToEnd';
import type { BackgroundTaskActionOptions } from './types';

type Output = {
  name: string;
  uid: string;
  taskUrl: string;
  status: string;
  prUrl?: string;
};

/** The address of a task's page. */
export function taskUrlOf(
  { project, name }: BackgroundTaskRef,
  { portalUrl }: BackgroundTaskActionOptions,
): string {
  return `${portalUrl}/background-tasks/${project}/${name}`;
}

/**
 * Follows a task, and whatever it is retried as meanwhile, to its end, and gives the outputs of the step.
 *
 * @throws an error with the task's own reason, unless the template is to go on
 */
export async function finishTask(
  ctx: Pick<
    ActionContext<{}, Output>,
    'checkpoint' | 'getInitiatorCredentials' | 'logger' | 'output' | 'signal'
  >,
  ref: BackgroundTaskRef,
  settings: FollowSettings & { onFailure: 'fail' | 'continue' },
  options: BackgroundTaskActionOptions,
): Promise<void> {
  let task = await followToEnd(ctx, ref, settings, options);
  while (isFinalStatus(task.status) && task.retriedBy) {
    const retried = { project: ref.project, name: task.retriedBy };
    ctx.logger.info(`It was retried: ${taskUrlOf(retried, options)}`);
    task = await followToEnd(ctx, retried, settings, options);
  }
  ctx.output('name', task.name);
  ctx.output('uid', task.uid);
  ctx.output('taskUrl', taskUrlOf(task, options));
  ctx.output('status', task.status);
  if (task.prUrl) {
    ctx.logger.info(`Pull request: ${task.prUrl}`);
    ctx.output('prUrl', task.prUrl);
  }
  if (task.status === 'Completed') return;
  const message = `Background task ${task.name} ended as ${task.status}: ${
    task.error ?? 'without a reason'
  }`;
  if (settings.onFailure === 'fail') throw new Error(message);
  ctx.logger.warn(message);
}
