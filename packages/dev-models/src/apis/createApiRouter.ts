import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { describeModel, listModels } from './models';
import { anthropic } from './anthropic';
import type { Conversation } from '../conversation';
import { ApiServer } from './ApiServer';
import type { Deps } from './ApiServer';
import { gemini } from './gemini';
import { openaiChat } from './openaiChat';
import { openaiResponses } from './openaiResponses';
import type { ModelApi } from './types';
import { inputTokens } from './usageOf';

/** All APIs, each at its provider's own paths. */
export function createApiRouter(deps: Deps): Router {
  const router = PromiseRouter();
  const messages = new ApiServer(deps, anthropic);
  const responses = new ApiServer(deps, openaiResponses);
  const completions = new ApiServer(deps, openaiChat);
  const contents = new ApiServer(deps, gemini);

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
  router.post('/v1/chat/completions', completions.model());
  const tell = (conversation: Conversation) => ({
    totalTokens: inputTokens(conversation),
  });
  router.post(geminiPath('countTokens'), contents.about(tell));
  router.post(
    geminiPath('generateContent'),
    contents.model(req => ({ model: req.params[0], stream: false })),
  );
  router.post(
    geminiPath('streamGenerateContent'),
    contents.model(req => ({ model: req.params[0], stream: true })),
  );
  router.get(
    '/v1beta/models',
    contents.fixed(() => listModels('gemini')),
  );
  router.get(
    '/v1beta/models/:model',
    contents.fixed(req => describeModel('gemini', req.params.model)),
  );

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
    const api = apiOf(req);
    const { status, body } = api.failure({
      kind: 'notFound',
      message: `There is no ${req.method} ${req.path}`,
    });
    res.status(status).json(body);
  });
  return router;
}

/** The model is followed by what is asked of it. */
function geminiPath(method: string): RegExp {
  return new RegExp(`^/v1(?:beta|alpha)?/models/([^/:]+):${method}$`);
}

function apiOf(req: Request): ModelApi {
  if (isAnthropic(req)) return anthropic;
  return req.path.startsWith('/v1beta') ? gemini : openaiResponses;
}

function isAnthropic(req: Request): boolean {
  return req.get('anthropic-version') !== undefined;
}
