import type {
  BackgroundTasksProject,
  BackgroundTasksProjectSettings,
  ListProjectsResponse,
} from '@background-tasks/plugin-background-tasks-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Project } from '../permissions';
import type { ApiDeps } from './types';

/** The projects of the caller, what holds in them, and what can run in them. */
export function createProjectsRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/projects', async (request, response) => {
    const { principal } = await deps.callers.of(request, 'any');
    const body: ListProjectsResponse = {
      items: await describe(deps.projects.list(principal), request),
      providers: await deps.listProviders(),
    };
    response.json(body);
  });

  router.get('/projects/:project/settings', async (request, response) => {
    const { principal } = await deps.callers.of(request, 'any');
    const project = deps.projects.get(request.params.project, principal);
    const [[described], settings] = await Promise.all([
      describe([project], request),
      deps.settingsOf(project),
    ]);
    const body: BackgroundTasksProjectSettings = {
      project: described,
      ...settings,
    };
    response.json(body);
  });

  router.get('/providers', async (request, response) => {
    await deps.callers.of(request, 'any');
    response.json({ items: await deps.listProviders() });
  });

  async function describe(
    projects: Project[],
    request: Request,
  ): Promise<BackgroundTasksProject[]> {
    const [may, counts] = await Promise.all([
      deps.callers.mayGenerally(request),
      deps.store.countActive(projects.map(p => p.name)),
    ]);
    return projects.map(({ name, title, namespace, limits }) => ({
      name,
      title,
      namespace,
      limits,
      running: counts.get(name)?.running ?? 0,
      pending: counts.get(name)?.pending ?? 0,
      may,
    }));
  }

  return router;
}
