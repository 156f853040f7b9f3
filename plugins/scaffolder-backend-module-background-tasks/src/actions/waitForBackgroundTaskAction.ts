import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { followFields, inputDefaults, taskOutputs } from './fields';
import { finishTask, taskUrlOf } from './finishTask';
import type { BackgroundTaskActionOptions } from './types';
import { examples } from './waitForBackgroundTaskAction.examples';

/**
 * The scaffolder action `background-task:wait`: follows a task that was created before to its end.
 *
 * @public
 */
export function waitForBackgroundTaskAction(
  options: BackgroundTaskActionOptions,
) {
  return createTemplateAction({
    id: 'background-task:wait',
    description:
      'Waits for the end of a background task, and gives its pull request',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...followFields,
        project: z => z.string().describe('The project of the task'),
        name: z => z.string().describe('The name of the task'),
        cancel: z =>
          z
            .boolean()
            .default(false)
            .describe('Whether a cancelled template cancels the task too'),
      },
      output: taskOutputs,
    },
    async handler(ctx) {
      const { project, name, cancel = false } = ctx.input;
      const settings = { ...inputDefaults, ...ctx.input };
      const ref = { project, name };
      if (ctx.isDryRun) {
        ctx.logger.info(`Would wait for background task ${name}`);
        ctx.output('name', name);
        ctx.output('taskUrl', taskUrlOf(ref, options));
        ctx.output('status', 'Completed');
        return;
      }
      await finishTask(ctx, ref, { ...settings, cancels: cancel }, options);
    },
  });
}
