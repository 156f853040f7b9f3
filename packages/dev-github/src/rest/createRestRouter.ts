import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { ApiError, notFound } from '../errors';
import { createAppsRouter } from './createAppsRouter';
import { createCommitsRouter } from './createCommitsRouter';
import { createContentsRouter } from './createContentsRouter';
import { createForksRouter } from './createForksRouter';
import { createGitDataRouter } from './createGitDataRouter';
import { createIssuesRouter } from './createIssuesRouter';
import { createPullActionsRouter } from './createPullActionsRouter';
import { createPullsRouter } from './createPullsRouter';
import { createRefsRouter } from './createRefsRouter';
import { createRepositoriesRouter } from './createRepositoriesRouter';
import { createRootRouter } from './createRootRouter';

const MAX_BODY = '10mb';

const bodyErrorSchema = z.object({ type: z.string() });

const setHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('X-GitHub-Media-Type', 'github.v3; format=json');
  res.setHeader('Cache-Control', 'no-store');
  next();
};

/** Only labels may be sent as a bare list. */
const refuseArrays: RequestHandler = (req, _res, next) => {
  if (Array.isArray(req.body) && !req.path.endsWith('/labels')) {
    throw new ApiError(400, 'Body should be a JSON object');
  }
  next();
};

/** GitHub's REST API, as far as it is used here. */
export function createRestRouter(context: Context): express.Router {
  const router = Router();
  router.use(setHeaders);
  router.use((req, _res, next) => {
    // An unknown token is refused before anything of the request is read
    const header = req.get('authorization');
    if (!context.apps.isAssertion(header)) context.auth.identify(header);
    next();
  });
  // GitHub takes every body for JSON, whatever its content type says
  router.use(express.json({ limit: MAX_BODY, type: () => true }));
  router.use(refuseArrays);

  router.use(createRootRouter(context));
  router.use(createRepositoriesRouter(context));
  router.use(createRefsRouter(context));
  router.use(createGitDataRouter(context));
  router.use(createCommitsRouter(context));
  router.use(createContentsRouter(context));
  router.use(createPullsRouter(context));
  router.use(createPullActionsRouter(context));
  router.use(createIssuesRouter(context));
  router.use(createForksRouter(context));
  router.use(createAppsRouter(context));

  router.use(() => {
    throw notFound();
  });
  router.use(createErrorHandler(context));
  return router;
}

function createErrorHandler(context: Context): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const answer = toApiError(error);
    if (answer.status >= 500) {
      context.logger?.error(
        `${req.method} ${req.originalUrl} failed`,
        error instanceof Error ? error : undefined,
      );
    }
    res.status(answer.status).json(answer.toBody());
  };
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof URIError) return notFound();
  const bodyError = bodyErrorSchema.safeParse(error);
  switch (bodyError.data?.type) {
    case 'entity.parse.failed':
      return new ApiError(400, 'Problems parsing JSON');
    case 'entity.too.large':
      return new ApiError(413, 'Payload too large');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ApiError(415, 'Unsupported encoding');
    default:
      return new ApiError(500, 'Server Error');
  }
}
