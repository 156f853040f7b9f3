import type { ErrorRequestHandler, Response, Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { Context, gitFolderOf } from '../context';
import { ApiError, requiresAuthentication } from '../errors';
import { serveHttpBackend } from './httpBackend';

const SERVICES = ['git-upload-pack', 'git-receive-pack'];
const WRITES = 'git-receive-pack';

/** Git's smart HTTP protocol, at `/<owner>/<repo>` and `/<owner>/<repo>.git`. */
export function createGitRouter(context: Context): Router {
  const router = PromiseRouter();

  const serve = async (
    req: express.Request,
    res: Response,
    service: string,
    action: string,
  ) => {
    if (!SERVICES.includes(service)) {
      throw new ApiError(403, 'Only the smart HTTP protocol is served');
    }
    const token = context.auth.identify(req.get('authorization'));
    const { owner, repo } = req.params;
    const repository = context.state.findRepository(
      owner,
      repo.replace(/\.git$/, ''),
    );
    // Git sends credentials only when asked to, so an anonymous request is
    // asked for them alike for what is private and what does not exist
    if (!token && (!repository || repository.private)) {
      throw requiresAuthentication();
    }
    if (!repository) throw new ApiError(404, 'Repository not found.');
    context.auth.checkRead(repository, token, 'contents');
    if (service === WRITES) context.auth.checkWrite(repository, token);

    res.on('finish', () => {
      if (action !== WRITES) return;
      repository.pushedAt = new Date().toISOString();
      context.state.save();
    });
    await serveHttpBackend(
      context.processes,
      {
        projectRoot: context.folders.repositories,
        pathInfo: `/${gitFolderOf(repository)}/${action}`,
        query: action === 'info/refs' ? `service=${service}` : '',
        user: service === WRITES ? token?.login : undefined,
      },
      req,
      res,
    );
  };

  router.get('/:owner/:repo/info/refs', async (req, res) => {
    const { service } = req.query;
    const name = typeof service === 'string' ? service : '';
    await serve(req, res, name, 'info/refs');
  });
  router.post('/:owner/:repo/:service(git-[a-z-]+)', async (req, res) => {
    await serve(req, res, req.params.service, req.params.service);
  });
  router.use(handleError(context));
  return router;
}

function handleError(context: Context): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const answer =
      error instanceof ApiError ? error : new ApiError(500, 'Server Error');
    if (answer.status >= 500) {
      context.logger?.error(
        `${req.method} ${req.path} failed`,
        error instanceof Error ? error : undefined,
      );
    }
    if (res.headersSent) {
      res.destroy();
      return;
    }
    if (answer.status === 401) {
      res.setHeader('WWW-Authenticate', 'Basic realm="GitHub"');
    }
    // What is left of a refused push is not read
    res.setHeader('Connection', 'close');
    res.status(answer.status).type('text/plain').send(`${answer.message}\n`);
  };
}
