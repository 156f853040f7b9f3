import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { describeModel, listModels } from './models';
import { anthropic } from './anthropic';
import { ApiServer } from './ApiServer';
import type { Deps } from './ApiServer';
import { openaiResponses } from './openaiResponses';
import { inputTokens } from './usageOf';

/** All APIs, each at its provider's own paths. */
export function createApiRouter(deps: Deps): Router {
  const router = PromiseRouter();
  const messages = new ApiServer(deps, anthropic);
  const responses = new ApiServer(deps, openaiResponses);

  // Clients of Anthropic look whether anybody is there
  router.head('/', (_req: Request, res: Response) => res.status(200).end());
  router.post('/v1/messages', messages.model());
  router.post(
    '/v1/messages/count_tokens',
    messages.about(conversation => ({
      input_tokens: inputTokens(conversation),
    })),
  );
  router.post('/v1/responses', responses.model());

  const byClient = (
    ofAnthropic: RequestHandler,
    ofOpenai: RequestHandler,
  ): RequestHandler => {
    return (req, res, next) =>
      isAnthropic(req) ? ofAnthropic(req, res, next) : ofOpenai(req, res, next);
  };
  router.get(
    '/v1/models',
    byClient(
      messages.fixed(() => listModels('anthropic')),
      responses.fixed(() => listModels('openai')),
    ),
  );
  router.get(
    '/v1/models/:model',
    byClient(
      messages.fixed(req => describeModel('anthropic', req.params.model)),
      responses.fixed(req => describeModel('openai', req.params.model)),
    ),
  );
  router.use((req: Request, res: Response) => {
    const api = isAnthropic(req) ? anthropic : openaiResponses;
    const { status, body } = api.failure({
      kind: 'notFound',
      message: `There is no ${req.method} ${req.path}`,
    });
    res.status(status).json(body);
  });
  return router;
}

function isAnthropic(req: Request): boolean {
  return req.get('anthropic-version') !== undefined;
}
