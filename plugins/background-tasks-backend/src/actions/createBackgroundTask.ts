import type { ActionDeps } from './types';

export function registerCreateAction({
  actionsRegistry,
  asUser,
}: ActionDeps): void {
  actionsRegistry.register({
    name: 'create-background-task',
    title: 'Create a background task',
    description: `Hands a code change to a background task. It runs for up to an hour in an isolated workspace and opens a pull request if the repository's own checks pass.
Give the repository either as 'repositoryUrl' or as the catalog entity 'entityRef' that it belongs to, and what is to be done as 'instructions', as 'templateId' with 'parameters', or both.
It answers at once: follow the task with get-background-task.`,
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z =>
        z.object({
          project: z.string().describe('The project that the task is for'),
          instructions: z
            .string()
            .optional()
            .describe('What is to be done, in words'),
          repositoryUrl: z
            .string()
            .optional()
            .describe('The repository, as https://host/owner/name'),
          branch: z
            .string()
            .optional()
            .describe('The base branch of repositoryUrl; by default its own'),
          entityRef: z
            .string()
            .optional()
            .describe('The catalog entity whose repository is changed'),
          name: z
            .string()
            .optional()
            .describe('The name of the task; by default made of instructions'),
          provider: z
            .string()
            .optional()
            .describe('The agent that carries it out; by default the portal’s'),
          model: z.string().optional().describe('The model of the agent'),
          run: z
            .string()
            .optional()
            .describe("The sh script; for the provider 'script' alone"),
          templateId: z
            .string()
            .optional()
            .describe('The name of a task template of the project'),
          parameters: z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe('The values of the template’s parameters'),
          timeoutSeconds: z
            .number()
            .int()
            .optional()
            .describe('From 60 to 3600; by default 3600'),
        }),
      output: z =>
        z.object({
          project: z.string(),
          name: z.string().describe('The name of the task in its project'),
          uid: z.string(),
          status: z.string(),
          createdAt: z.string(),
        }),
    },
    action: async ({ input, credentials }) => {
      const { project, repositoryUrl, branch, ...request } = input;
      const created = await asUser(credentials, (tasks, options) =>
        tasks.createTask(
          project,
          {
            ...request,
            ...(repositoryUrl && {
              repository: { url: repositoryUrl, ...(branch && { branch }) },
            }),
          },
          options,
        ),
      );
      return { output: { project, ...created } };
    },
  });
}
