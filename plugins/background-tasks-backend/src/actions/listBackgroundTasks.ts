import type { ActionDeps } from './types';

/** What fits into the context of a model. */
const MAX_PAGE = 50;
const DEFAULT_PAGE = 20;

export function registerListAction({
  actionsRegistry,
  asUser,
}: ActionDeps): void {
  actionsRegistry.register({
    name: 'list-background-tasks',
    title: 'List background tasks',
    description:
      'The background tasks of one project, or of all projects that you are a member of, the newest first, with filters. For more than one page give the nextCursor of the page before, with the same filters.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          project: z.string().optional().describe('Left out: all of yours'),
          status: z
            .array(
              z.enum([
                'Pending',
                'Creating',
                'Running',
                'Completed',
                'Failed',
                'Stopped',
                'Timeout',
              ]),
            )
            .optional()
            .describe('Any of them'),
          creator: z
            .string()
            .optional()
            .describe('The entity ref or e-mail address of a user'),
          repository: z.string().optional().describe('Its address'),
          entityRef: z.string().optional(),
          template: z.string().optional().describe('The name of a template'),
          q: z
            .string()
            .optional()
            .describe('Beginnings of words in name and instructions'),
          limit: z.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
          cursor: z.string().optional(),
        }),
      output: z =>
        z.object({
          items: z.array(
            z.object({
              project: z.string(),
              name: z.string(),
              status: z.string(),
              outcome: z.string().nullable(),
              progress: z.number(),
              currentPhase: z.string(),
              creator: z.string(),
              repository: z.string(),
              createdAt: z.string(),
              completedAt: z.string().nullable(),
              prUrl: z.string().nullable(),
            }),
          ),
          total: z.number(),
          totalIsExact: z.boolean(),
          nextCursor: z.string().nullable(),
        }),
    },
    action: async ({ input, credentials }) => ({
      output: await asUser(credentials, (tasks, options) =>
        tasks.listTasks(input, options),
      ),
    }),
  });
}
