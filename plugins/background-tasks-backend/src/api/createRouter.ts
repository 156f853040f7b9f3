import { NotAllowedError, NotFoundError } from '@backstage/errors';
import express, { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { openapiDocument } from '../schema/openapi.generated';
import { createAuditRouter } from './createAuditRouter';
import { createEntitiesRouter } from './createEntitiesRouter';
import { createEventsRouter } from './createEventsRouter';
import { createInsightsRouter } from './createInsightsRouter';
import { createProjectsRouter } from './createProjectsRouter';
import { createRepositoriesRouter } from './createRepositoriesRouter';
import { createSearchRouter } from './createSearchRouter';
import { createTasksRouter } from './createTasksRouter';
import { createTemplatesRouter } from './createTemplatesRouter';
import {
  explainInvalid,
  refuseDeep,
  refuseNul,
  validateByOpenApi,
} from './openApi';
import type { ApiDeps } from './types';

/** Instructions of 20,000 characters and a script of 100,000 fit, also when every character takes four bytes. */
const MAX_BODY = '1mb';

/** The HTTP API of the plugin: nothing but HTTP. */
export function createRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY, strict: false }));
  router.use(refuseDeep);
  router.use(validateByOpenApi());
  router.use(refuseNul);
  router.get('/health', (_request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.status(deps.isAlive() ? 200 : 503).json(
      deps.isAlive()
        ? { status: 'ok' }
        : {
            status: 'error',
            message: 'No task was looked for in the last 30 seconds',
          },
    );
  });
  router.get('/openapi.json', (_request, response) => {
    response.json(openapiDocument);
  });
  // First what is asked for most.
  router.use(createTasksRouter(deps));
  router.use(createAuditRouter(deps));
  router.use(createEntitiesRouter(deps));
  router.use(createInsightsRouter(deps));
  router.use(createProjectsRouter(deps));
  router.use(createRepositoriesRouter(deps));
  router.use(createSearchRouter(deps));
  router.use(createTemplatesRouter(deps));
  router.use(
    createEventsRouter({
      ...deps,
      find: async request => {
        const { project, name } = request.params;
        const caller = await deps.callers.of(request, 'read');
        return deps.tasks.find(project, name, caller);
      },
      findEach: async (request, refs) => {
        const caller = await deps.callers.of(request, 'read');
        return Promise.all(
          refs.map(({ project, name }) =>
            deps.tasks.find(project, name, caller).catch(refusalOf),
          ),
        );
      },
      refusalsOf: async (request, tasks) => {
        const caller = await deps.callers.of(request, 'read');
        return Promise.all(
          tasks.map(task =>
            deps.tasks.assertVisible(task, caller).then(
              () => undefined,
              error => refusalOf(error).refused,
            ),
          ),
        );
      },
    }),
  );
  router.use(explainInvalid);
  return router;
}

/** What one task among several is refused with; anything else is no matter of this task. */
function refusalOf(error: unknown): { refused: number } {
  if (error instanceof NotFoundError) return { refused: 404 };
  if (error instanceof NotAllowedError) return { refused: 403 };
  throw error;
}
