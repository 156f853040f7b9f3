import type {
  CountBackgroundTasksRequest,
  CreateBackgroundTaskRequest,
  ListBackgroundTasksRequest,
  ListTaskObjectsResponse,
} from '@background-tasks/plugin-background-tasks-common';
import type { Router, Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { fullEntityRef } from '../permissions';
import {
  invalid,
  type CreatedTask,
  type CreateTask,
  type FindTasks,
} from '../tasks';
import {
  checkBranch,
  checkFilled,
  normalizeRepositoryUrl,
  readStatuses,
  readTime,
} from './fields';
import { readRequestKey } from './readRequestKey';
import type { ApiDeps } from './types';

const DEFAULT_PAGE = 50;

/** Tasks: create, list, get, cancel, retry. */
export function createTasksRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  const { audited, callers, tasks } = deps;
  const all = '/projects/:project/background-tasks';

  router.post(all, async (request, response) => {
    const { project } = request.params;
    const body: CreateBackgroundTaskRequest = request.body;
    const { created } = await audited(
      request,
      {
        action: 'task-create',
        needs: 'create',
        project,
        task: body.name,
        taskOf: (result: CreatedTask) => result.created.name,
        insteadOf: ({ repeated }: CreatedTask) =>
          repeated ? 'task-create-replay' : undefined,
      },
      async caller =>
        tasks.create(
          project,
          await readTask(request, body),
          caller,
          readRequestKey(request),
        ),
    );
    response.status(201).json(created);
  });

  router.get(all, async (request, response) => {
    response.json(await list(request, request.params.project));
  });

  router.get('/background-tasks', async (request, response) => {
    response.json(await list(request));
  });

  router.get('/background-tasks/counts', async (request, response) => {
    const caller = await callers.of(request, 'read');
    const query: CountBackgroundTasksRequest = request.query;
    response.json(await tasks.count(await readFilter(query), caller));
  });

  router.get(`${all}/:name`, async (request, response) => {
    const { project, name } = request.params;
    const caller = await callers.of(request, 'readWithCan');
    response.json(await tasks.get(project, name, caller));
  });

  router.get(`${all}/:name/objects`, async (request, response) => {
    const { project, name } = request.params;
    const caller = await callers.of(request, 'read');
    const task = await tasks.find(project, name, caller);
    const body: ListTaskObjectsResponse = {
      items: await deps.objects.of(task),
    };
    response.json(body);
  });

  router.post(`${all}/:name/cancel`, async (request, response) => {
    const { project, name } = request.params;
    const cancelled = await audited(
      request,
      { action: 'task-cancel', needs: 'cancel', project, task: name },
      caller => tasks.cancel(project, name, caller),
    );
    response.status(cancelled.stopping ? 202 : 200).json(cancelled);
  });

  router.post(`${all}/:name/retry`, async (request, response) => {
    const { project, name } = request.params;
    const retried = await audited(
      request,
      {
        action: 'task-retry',
        needs: 'retry',
        project,
        task: name,
        taskOf: nameOf,
      },
      caller => tasks.retry(project, name, caller),
    );
    response.json(retried);
  });

  async function readTask(
    request: Request,
    body: CreateBackgroundTaskRequest,
  ): Promise<CreateTask> {
    const { repository, entityRef, instructions, run, ...task } = body;
    if ((repository === undefined) === (entityRef === undefined)) {
      throw invalid(
        repository ? 'entityRef' : 'repository',
        `give exactly one of 'repository' and 'entityRef'`,
      );
    }
    const source = repository
      ? { url: normalizeRepositoryUrl('repository.url', repository.url) }
      : await deps.repositoryOfEntity(entityRef ?? '', request);
    return {
      ...task,
      instructions: instructions && checkFilled('instructions', instructions),
      run: run && checkFilled('run', run),
      entityRef: entityRef && fullEntityRef(entityRef),
      branch:
        repository?.branch &&
        checkBranch('repository.branch', repository.branch),
      repositoryUrl: source.url,
      ...('checks' in source && {
        annotatedChecks: source.checks,
        annotatedProvider: source.provider,
        annotatedImage: source.image,
      }),
    };
  }

  async function list(request: Request, project?: string) {
    const caller = await callers.of(request, 'readWithCan');
    // What the OpenAPI document says of the query has been checked by now; its types are those after the check.
    const query: Omit<ListBackgroundTasksRequest, 'status'> & {
      status?: string[];
    } = request.query;
    const sort = query.sort ?? '-createdAt';
    return tasks.list(
      {
        ...(await readFilter({ ...query, ...(project && { project }) })),
        outcome: query.outcome,
        statuses: readStatuses(query.status),
        sort: {
          by: sort.endsWith('name') ? 'name' : 'createdAt',
          descending: sort.startsWith('-'),
        },
        cursor: query.cursor,
        limit: query.limit ?? DEFAULT_PAGE,
      },
      caller,
    );
  }

  async function readFilter(
    query: CountBackgroundTasksRequest,
  ): Promise<FindTasks> {
    return {
      project: query.project,
      scope: query.scope,
      creators: query.creator
        ? await deps.usersNamed(query.creator)
        : undefined,
      entityRef: query.entityRef && fullEntityRef(query.entityRef),
      repositoryUrl:
        query.repository &&
        normalizeRepositoryUrl('repository', query.repository),
      template: query.template,
      provider: query.provider,
      from: query.from ? readTime('from', query.from) : undefined,
      to: query.to ? readTime('to', query.to) : undefined,
      q: query.q,
    };
  }

  return router;
}

function nameOf(task: { name: string }): string {
  return task.name;
}
