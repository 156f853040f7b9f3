import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { followFields, newTaskFields, taskOutputs } from './fields';
import { makeTask } from './makeTask';
import { examples } from './runTaskTemplateAction.examples';
import type { BackgroundTaskActionOptions } from './types';

/**
 * The scaffolder action `background-task:template:run`: runs a task template of a project as the user who runs the
 * scaffolder's template.
 *
 * @public
 */
export function runTaskTemplateAction(options: BackgroundTaskActionOptions) {
  return createTemplateAction({
    id: 'background-task:template:run',
    description:
      'Runs a task template with values for its parameters: a background task that opens a pull request if the repository’s own checks pass',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...newTaskFields,
        ...followFields,
        template: z => z.string().describe('The name of the task template'),
        parameters: z =>
          z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe('The values of its parameters'),
        instructions: z =>
          z
            .string()
            .optional()
            .describe('What is to be done beside what the template says'),
      },
      output: taskOutputs,
    },
    async handler(ctx) {
      const { template, parameters, instructions } = ctx.input;
      await makeTask(
        ctx,
        ctx.input,
        { templateId: template, parameters, instructions },
        options,
      );
    },
  });
}
