import type { Router, Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { fullEntityRef } from '../permissions';
import { invalid, type Caller } from '../tasks';
import type { Action } from './Callers';
import {
  createTaskSchema,
  listTasksSchema,
  normalizeRepositoryUrl,
  parse,
} from './schemas';
import type { ApiDeps } from './types';

const DEFAULT_PAGE = 50;

/** Tasks: create, list, get, cancel, retry. */
export function createTasksRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  const { callers, tasks } = deps;
  const schema = createTaskSchema(deps.maxTimeoutSeconds);
  const all = '/projects/:project/background-tasks';

  router.post(all, async (request, response) => {
    const { project } = request.params;
    const created = await audited(request, 'create', async caller => {
      const { repository, ...task } = parse(schema, request.body);
      if ((repository === undefined) === (task.entityRef === undefined)) {
        throw invalid(
          repository ? 'entityRef' : 'repository',
          `give exactly one of 'repository' and 'entityRef'`,
        );
      }
      return tasks.create(
        project,
        {
          ...task,
          entityRef: task.entityRef && fullEntityRef(task.entityRef),
          branch: repository?.branch,
          repositoryUrl: repository
            ? normalizeRepositoryUrl(repository.url)
            : await deps.repositoryOfEntity(task.entityRef ?? '', request),
        },
        caller,
      );
    });
    response.status(201).json(created);
  });

  router.get(all, async (request, response) => {
    response.json(await list(request, request.params.project));
  });

  router.get('/background-tasks', async (request, response) => {
    response.json(await list(request));
  });

  router.get(`${all}/:name`, async (request, response) => {
    const { project, name } = request.params;
    const caller = await callers.of(request, 'read');
    response.json(await tasks.get(project, name, caller));
  });

  router.post(`${all}/:name/cancel`, async (request, response) => {
    const { project, name } = request.params;
    const cancelled = await audited(request, 'cancel', caller =>
      tasks.cancel(project, name, caller),
    );
    response.status(cancelled.stopping ? 202 : 200).json(cancelled);
  });

  router.post(`${all}/:name/retry`, async (request, response) => {
    const { project, name } = request.params;
    const retried = await audited(request, 'retry', caller =>
      tasks.retry(project, name, caller),
    );
    response.json(retried);
  });

  async function list(request: Request, project?: string) {
    const caller = await callers.of(request, 'read');
    const query = parse(listTasksSchema, request.query);
    return tasks.list(
      {
        project,
        statuses: query.status,
        creator: query.creator && fullEntityRef(query.creator),
        entityRef: query.entityRef && fullEntityRef(query.entityRef),
        repositoryUrl:
          query.repository && normalizeRepositoryUrl(query.repository),
        limit: query.limit ?? DEFAULT_PAGE,
        offset: query.offset ?? 0,
      },
      caller,
    );
  }

  /** Who did what when, and what came of it, goes to the audit log. */
  async function audited<T>(
    request: Request,
    action: Action,
    work: (caller: Caller) => Promise<T>,
  ): Promise<T> {
    const { project, name } = request.params;
    const event = await deps.auditor.createEvent({
      eventId: `task-${action}`,
      request,
      severityLevel: 'medium',
      meta: { project, ...(name && { name }) },
    });
    try {
      const result = await work(await callers.of(request, action));
      await event.success();
      return result;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  return router;
}
