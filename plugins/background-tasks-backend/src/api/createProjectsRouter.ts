import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ApiDeps } from './types';

/** `GET /projects`: those of the caller, and what can run in them. */
export function createProjectsRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/projects', async (request, response) => {
    const { principal } = await deps.callers.of(request, 'read');
    const body: ListProjectsResponse = {
      items: deps.projects
        .list(principal)
        .map(({ name, title, limits }) => ({ name, title, limits })),
      providers: deps.providers.map(({ id, title }) => ({
        id,
        title,
        default: id === deps.defaultProvider,
      })),
    };
    response.json(body);
  });

  return router;
}
