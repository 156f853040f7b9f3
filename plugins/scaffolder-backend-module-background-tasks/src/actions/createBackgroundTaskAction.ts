import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { examples } from './createBackgroundTaskAction.examples';
import { followFields, newTaskFields, taskOutputs } from './fields';
import { makeTask } from './makeTask';
import type { BackgroundTaskActionOptions } from './types';

/**
 * The scaffolder action `background-task:create`: creates a background task as the user who runs the template, and
 * by default follows it to its end.
 *
 * @public
 */
export function createBackgroundTaskAction(
  options: BackgroundTaskActionOptions,
) {
  return createTemplateAction({
    id: 'background-task:create',
    description:
      'Hands a code change to a background task, which opens a pull request if the repository’s own checks pass',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...newTaskFields,
        ...followFields,
        instructions: z => z.string().describe('What is to be done'),
        run: z =>
          z
            .string()
            .optional()
            .describe('The sh script, for the provider script'),
        draft: z =>
          z
            .boolean()
            .optional()
            .describe('Whether the pull request is a draft'),
      },
      output: taskOutputs,
    },
    async handler(ctx) {
      const { instructions, run, draft } = ctx.input;
      const output =
        draft === undefined ? undefined : { type: 'origin' as const, draft };
      await makeTask(ctx, ctx.input, { instructions, run, output }, options);
    },
  });
}
