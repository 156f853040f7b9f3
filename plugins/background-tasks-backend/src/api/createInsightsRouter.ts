import type { InsightsRequest } from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { readTime } from './fields';
import type { ApiDeps } from './types';

/** `GET /insights`: what came of the tasks that the caller may see. */
export function createInsightsRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/insights', async (request, response) => {
    const caller = await deps.callers.of(request, 'read');
    const query: Partial<InsightsRequest> = request.query;
    const { project, from = '', to = '' } = query;
    const period = { from: readTime('from', from), to: readTime('to', to) };
    response.json(
      await deps.insights.get({ project, ...period }, caller, creators =>
        deps.teamsOf(creators, request),
      ),
    );
  });

  return router;
}
