import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { normalizeRepositoryUrl } from './fields';
import type { ApiDeps } from './types';

/** `GET /repositories/check`: whether the caller could have a repository changed. */
export function createRepositoriesRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/repositories/check', async (request, response) => {
    const { principal } = await deps.callers.of(request, 'create');
    const url = normalizeRepositoryUrl('url', String(request.query.url));
    response.json(await deps.repositories.check(url, principal));
  });

  return router;
}
