import type { ActionDeps } from './types';

export function registerRetryAction({
  actionsRegistry,
  asUser,
}: ActionDeps): void {
  actionsRegistry.register({
    name: 'retry-background-task',
    title: 'Retry a background task',
    description:
      'Creates a new background task like one that is Failed, Timeout or Stopped. It answers at once: follow the new task with get-background-task.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z =>
        z.object({
          project: z.string().describe('The project of the task'),
          name: z.string().describe('The name of the task that ended'),
        }),
      output: z =>
        z.object({
          project: z.string(),
          name: z.string().describe('The name of the new task'),
          uid: z.string(),
          status: z.string(),
          retryCount: z.number(),
        }),
    },
    action: async ({ input, credentials }) => {
      const retried = await asUser(credentials, (tasks, options) =>
        tasks.retryTask(input, options),
      );
      return { output: { project: input.project, ...retried } };
    },
  });
}
