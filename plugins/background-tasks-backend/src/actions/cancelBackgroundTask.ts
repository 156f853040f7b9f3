import type { ActionDeps } from './types';

export function registerCancelAction({
  actionsRegistry,
  asUser,
}: ActionDeps): void {
  actionsRegistry.register({
    name: 'cancel-background-task',
    title: 'Cancel a background task',
    description:
      'Cancels a background task that waits or runs; its work is thrown away. One that is creating its pull request can no longer be cancelled.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z =>
        z.object({
          project: z.string().describe('The project of the task'),
          name: z.string().describe('The name of the task'),
        }),
      output: z =>
        z.object({
          status: z.string(),
          stopping: z
            .boolean()
            .optional()
            .describe('It is being stopped, and has not ended yet'),
        }),
    },
    action: async ({ input, credentials }) => ({
      output: await asUser(credentials, (tasks, options) =>
        tasks.cancelTask(input, options),
      ),
    }),
  });
}
