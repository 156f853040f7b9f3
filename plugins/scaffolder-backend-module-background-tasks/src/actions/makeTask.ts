import type {
  BackgroundTaskRef,
  CreateBackgroundTaskRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { InputError } from '@backstage/errors';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { cancelTask } from './cancelTask';
import { assertMayChangeCiWorkflows } from './assertMayChangeCiWorkflows';
import { createOnce } from './createOnce';
import { inputDefaults } from './fields';
import { finishTask, taskUrlOf } from './finishTask';
import type { BackgroundTaskActionOptions } from './types';

type Output = {
  name: string;
  uid: string;
  taskUrl: string;
  status: string;
  prUrl?: string;
};

/** The inputs that all actions have which make a task. */
type NewTaskInput = Pick<
  CreateBackgroundTaskRequest,
  'budget' | 'entityRef' | 'model' | 'name' | 'provider' | 'timeoutSeconds'
> & {
  project: string;
  repositoryUrl?: string;
  branch?: string;
  changesCiWorkflows?: boolean;
  onConflict: 'wait' | 'fail';
  conflictTimeoutSeconds: number;
  wait: boolean;
  onFailure: 'fail' | 'continue';
  log: 'full' | 'phases';
};

/** What a task does, beside where and by whom. */
type TaskWork = Pick<
  CreateBackgroundTaskRequest,
  'instructions' | 'run' | 'templateId' | 'parameters' | 'output'
>;

/**
 * Makes a task as the user who runs the template and, if it is to, follows it to its end; in a dry run it only says
 * what it would make.
 */
export async function makeTask(
  ctx: Omit<ActionContext<{}, Output>, 'input'>,
  given: NewTaskInput,
  work: TaskWork,
  options: BackgroundTaskActionOptions,
): Promise<void> {
  const input = { ...inputDefaults, ...given };
  if (input.changesCiWorkflows) await assertMayChangeCiWorkflows(ctx, options);
  const request = requestOf(ctx, input, work);
  if (ctx.isDryRun) {
    dryRun(ctx, input.project, request, options);
    return;
  }
  const { name, uid, resumed } = await createOnce(
    ctx,
    { ...input, request },
    options,
  );
  const ref = { project: input.project, name };
  const taskUrl = taskUrlOf(ref, options);
  ctx.logger.info(
    `${
      resumed ? 'Going on with background task' : 'Background task'
    } ${name}: ${taskUrl}`,
  );
  if (!input.wait) {
    if (ctx.signal?.aborted) {
      await cancelTask(ctx, ref, options);
      throw new Error(`Background task ${name} was cancelled`);
    }
    outputTask(ctx, { ref, uid, taskUrl, status: 'Pending' });
    return;
  }
  await finishTask(ctx, ref, { ...input, cancels: true }, options);
}

function requestOf(
  ctx: Pick<ActionContext<{}>, 'task' | 'templateInfo'>,
  input: NewTaskInput,
  work: TaskWork,
): CreateBackgroundTaskRequest {
  const { entityRef, repositoryUrl, branch } = input;
  if ((entityRef === undefined) === (repositoryUrl === undefined)) {
    throw new InputError(
      `Give exactly one of 'entityRef' and 'repositoryUrl': the repository to change`,
    );
  }
  const { budget, model, name, provider, timeoutSeconds } = input;
  const ref = ctx.templateInfo?.entityRef ?? ctx.task.id;
  return {
    ...work,
    ...(repositoryUrl && { repository: { url: repositoryUrl, branch } }),
    entityRef,
    budget,
    model,
    name,
    provider,
    timeoutSeconds,
    trigger: { kind: 'scaffolder', ref },
  };
}

function dryRun(
  ctx: Pick<ActionContext<{}, Output>, 'logger' | 'output'>,
  project: string,
  request: CreateBackgroundTaskRequest,
  options: BackgroundTaskActionOptions,
): void {
  ctx.logger.info(
    `Would create a background task in project ${project}: ${JSON.stringify(
      request,
      undefined,
      2,
    )}`,
  );
  const ref = { project, name: request.name ?? 'dry-run' };
  outputTask(ctx, {
    ref,
    uid: 'dry-run',
    taskUrl: taskUrlOf(ref, options),
    status: 'Pending',
  });
}

function outputTask(
  ctx: Pick<ActionContext<{}, Output>, 'output'>,
  task: {
    ref: BackgroundTaskRef;
    uid: string;
    taskUrl: string;
    status: string;
  },
): void {
  ctx.output('name', task.ref.name);
  ctx.output('uid', task.uid);
  ctx.output('taskUrl', task.taskUrl);
  ctx.output('status', task.status);
}
