import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  BackgroundTask,
  BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import type { BackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { examples } from './createBackgroundTaskAction.examples';

/** Between two tries to go on with an event stream that was cut. */
const RECONNECT_MS = 1_000;

/**
 * The scaffolder action `background-task:create`: creates a background task as the user who runs the template, and
 * by default follows it to its end.
 *
 * @public
 */
export function createBackgroundTaskAction(options: {
  backgroundTasks: BackgroundTasksService;
  /** The portal's address, without a slash at the end. */
  portalUrl: string;
}) {
  const { backgroundTasks, portalUrl } = options;

  return createTemplateAction({
    id: 'background-task:create',
    description:
      'Hands a code change to a background task, which opens a pull request if the repository’s own checks pass',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        project: z => z.string().describe('The project that the task is for'),
        instructions: z => z.string().describe('What is to be done'),
        repositoryUrl: z =>
          z
            .string()
            .optional()
            .describe('The repository; this or entityRef is needed'),
        branch: z =>
          z
            .string()
            .optional()
            .describe('The base branch; by default the repository’s own'),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('The catalog entity whose repository is changed'),
        name: z => z.string().optional().describe('The name of the task'),
        provider: z =>
          z.string().optional().describe('The agent that carries it out'),
        run: z =>
          z
            .string()
            .optional()
            .describe('The sh script, for the provider script'),
        timeoutSeconds: z =>
          z.number().int().optional().describe('At most 3600'),
        wait: z =>
          z
            .boolean()
            .default(true)
            .describe('Whether to follow the task to its end'),
      },
      output: {
        name: z => z.string().describe('The name of the task'),
        uid: z => z.string().describe('The uid of the task'),
        taskUrl: z => z.string().describe('The page of the task'),
        status: z => z.string().describe('The status of the task'),
        prUrl: z => z.string().optional().describe('The pull request'),
      },
    },
    async handler(ctx) {
      const { project, repositoryUrl, branch, wait, ...rest } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would create a background task in ${project}`);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      // After a restart of the scaffolder the step runs again: the checkpoint knows the task that was made. Its key
      // tells the repetitions of a step apart that goes through several repositories.
      const { name, uid } = await ctx.checkpoint({
        key: [
          'background-task.create',
          project,
          rest.entityRef ?? repositoryUrl,
          rest.name,
        ].join('.'),
        fn: async () => {
          const created = await backgroundTasks.createTask(
            project,
            {
              ...rest,
              ...(repositoryUrl && {
                repository: { url: repositoryUrl, branch },
              }),
            },
            { credentials },
          );
          return { name: created.name, uid: created.uid };
        },
      });
      const taskUrl = `${portalUrl}/background-tasks/${project}/${name}`;
      ctx.logger.info(`Background task ${name}: ${taskUrl}`);
      ctx.output('name', name);
      ctx.output('uid', uid);
      ctx.output('taskUrl', taskUrl);
      if (!wait) {
        ctx.output('status', 'Pending');
        return;
      }
      const task = await followToEnd(
        { project, name },
        {
          backgroundTasks,
          credentials,
          signal: ctx.signal,
          log: line => ctx.logger.info(line),
        },
      );
      ctx.output('status', task.status);
      if (task.prUrl) ctx.output('prUrl', task.prUrl);
      if (task.status !== 'Completed') {
        throw new Error(
          `Background task ${name} ended as ${task.status}: ${
            task.error ?? 'without a reason'
          }`,
        );
      }
    },
  });
}

/** Follows a task to its end, through lost connections; a cancelled template cancels the task. */
async function followToEnd(
  ref: BackgroundTaskRef,
  options: {
    backgroundTasks: BackgroundTasksService;
    credentials: BackstageCredentials;
    signal?: AbortSignal;
    log: (line: string) => void;
  },
): Promise<BackgroundTask> {
  const { backgroundTasks, credentials, signal, log } = options;
  let after = 0;
  for (;;) {
    if (signal?.aborted) {
      await backgroundTasks.cancelTask(ref, { credentials });
      throw new Error(`Background task ${ref.name} was cancelled`);
    }
    const events = backgroundTasks.followEvents(ref, {
      after,
      signal,
      credentials,
    });
    try {
      for (;;) {
        const next = await events.next();
        if (next.done) {
          if (!next.value.ended) break;
          return await backgroundTasks.getTask(ref, { credentials });
        }
        after = next.value.position;
        if (next.value.type === 'log') log(next.value.text);
      }
    } catch (error) {
      // Refusals are final; a lost connection has no status.
      if (error instanceof Error && 'statusCode' in error) throw error;
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}
