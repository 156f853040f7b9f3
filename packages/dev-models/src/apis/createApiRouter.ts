import { Router } from 'express';
import type { Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { describeModel, listModels } from './models';
import type { Provider } from './models';
import { anthropic } from './anthropic';
import type { Conversation } from '../conversation';
import { ApiServer } from './ApiServer';
import type { Deps } from './ApiServer';
import { gemini } from './gemini';
import { openaiChat } from './openaiChat';
import { openaiResponses } from './openaiResponses';
import type { ModelApi } from './types';
import { inputTokens } from './usageOf';

const FALLBACKS: Record<Provider, ModelApi> = {
  anthropic,
  gemini,
  openai: openaiResponses,
};

/** All APIs, each at its provider's own paths. */
export function createApiRouter(deps: Deps): Router {
  const router = PromiseRouter();
  const messages = new ApiServer(deps, anthropic);
  const responses = new ApiServer(deps, openaiResponses);
  const completions = new ApiServer(deps, openaiChat);
  const contents = new ApiServer(deps, gemini);

  // Claude Code looks whether anybody is there
  router.head(['/', '/api/hello'], (_req: Request, res: Response) =>
    res.status(200).end(),
  );
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
  const servers = { anthropic: messages, gemini: contents, openai: responses };
  router.get('/:version(v1|v1beta)/models', (req, res, next) => {
    const provider = providerOf(req);
    const answer = servers[provider].fixed(() => listModels(provider));
    return answer(req, res, next);
  });
  router.get('/:version(v1|v1beta)/models/:model', (req, res, next) => {
    const provider = providerOf(req);
    const answer = servers[provider].fixed(() =>
      describeModel(provider, req.params.model),
    );
    return answer(req, res, next);
  });
  router.use((req: Request, res: Response) => {
    const api = FALLBACKS[providerOf(req)];
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

/** Some paths are the same for all: what else a client sends tells whose it is. */
function providerOf(req: Request): Provider {
  if (req.get('anthropic-version') !== undefined) return 'anthropic';
  const isGemini =
    req.path.startsWith('/v1beta') || req.get('x-goog-api-key') !== undefined;
  return isGemini ? 'gemini' : 'openai';
}
