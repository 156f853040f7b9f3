import express, { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { openapiDocument } from '../schema/openapi.generated';
import { createEventsRouter } from './createEventsRouter';
import { createProjectsRouter } from './createProjectsRouter';
import { createTasksRouter } from './createTasksRouter';
import { explainInvalid, refuseNul, validateByOpenApi } from './openApi';
import type { ApiDeps } from './types';

/** Instructions of 20,000 characters and a script of 100,000 fit, also when every character takes four bytes. */
const MAX_BODY = '1mb';

/** The HTTP API of the plugin: nothing but HTTP. */
export function createRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY, strict: false }));
  router.use(validateByOpenApi());
  router.use(refuseNul);
  router.get('/openapi.json', (_request, response) => {
    response.json(openapiDocument);
  });
  router.use(createProjectsRouter(deps));
  router.use(createTasksRouter(deps));
  router.use(createEventsRouter(deps));
  router.use(explainInvalid);
  return router;
}
