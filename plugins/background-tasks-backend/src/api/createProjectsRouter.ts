import type { ListProjectsResponse } from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ApiDeps } from './types';

/** `GET /projects`: those of the caller, and what can run in them. */
export function createProjectsRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/projects', async (request, response) => {
    const { principal } = await deps.callers.of(request, 'any');
    const projects = deps.projects.list(principal);
    const [may, counts] = await Promise.all([
      deps.callers.mayGenerally(request),
      deps.store.countActive(projects.map(p => p.name)),
    ]);
    const body: ListProjectsResponse = {
      items: projects.map(({ name, title, namespace, limits }) => ({
        name,
        title,
        namespace,
        limits,
        running: counts.get(name)?.running ?? 0,
        pending: counts.get(name)?.pending ?? 0,
        may,
      })),
      providers: await deps.listProviders(),
    };
    response.json(body);
  });

  router.get('/providers', async (request, response) => {
    await deps.callers.of(request, 'any');
    response.json({ items: await deps.listProviders() });
  });

  return router;
}
