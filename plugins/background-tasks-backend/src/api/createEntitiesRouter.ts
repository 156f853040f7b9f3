import type { EntityCheck } from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { fullEntityRef } from '../permissions';
import type { ApiDeps } from './types';

/** `GET /entities/check`: what is wrong with the annotations of a catalog entity. */
export function createEntitiesRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/entities/check', async (request, response) => {
    await deps.callers.of(request, 'any');
    const entityRef = fullEntityRef(String(request.query.entityRef));
    const body: EntityCheck = {
      problems: await deps.annotationProblemsOf(entityRef, request),
    };
    response.json(body);
  });

  return router;
}
