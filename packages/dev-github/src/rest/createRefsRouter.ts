import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { notFound, unprocessable } from '../errors';
import {
  createRef,
  deleteRef,
  listRefs,
  moveRef,
  readRef,
  Ref,
} from '../git/refs';
import { isSha } from '../names';
import { RepositoryRecord, TokenRecord } from '../state';
import { encodePath } from '../urls';
import { requireRead, requireWrite } from './access';
import { readBody } from './body';
import { paginate } from './pagination';
import { nodeId } from './shapes/nodeId';

const shaSchema = z.string().refine(isSha, 'is not an object id');
const newRefSchema = z.object({ ref: z.string(), sha: shaSchema });
const movedRefSchema = z.object({
  sha: shaSchema,
  force: z.boolean().optional(),
});

/** Branches and tags as the Git Data API sees them. */
export function createRefsRouter(context: Context): ExpressRouter {
  const { urls } = context;
  const router = Router();

  const toRef = (repository: RepositoryRecord, { ref, sha, type }: Ref) => {
    const git = `${urls.repository(repository)}/git`;
    return {
      ref,
      node_id: nodeId('Ref', `${repository.id}:${ref}`),
      url: `${git}/${encodePath(ref)}`,
      object: { sha, type, url: `${git}/${type}s/${sha}` },
    };
  };

  router.get(
    '/repos/:owner/:repo/git/matching-refs/:rest(*)',
    async (req, res) => {
      const { repository, git } = requireRead(context, req);
      const prefix = req.params.rest;
      const refs = await listRefs(git, `refs/${prefix}`);
      const base = `${urls.repository(
        repository,
      )}/git/matching-refs/${encodePath(prefix)}`;
      const page = paginate(req, res, base, refs);
      res.json(page.map(ref => toRef(repository, ref)));
    },
  );

  router.get('/repos/:owner/:repo/git/ref/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const ref = await readRef(git, `refs/${req.params.rest}`);
    if (!ref) throw notFound();
    res.json(toRef(repository, ref));
  });

  router.post('/repos/:owner/:repo/git/refs', async (req, res) => {
    const { repository, git, token } = requireWrite(context, req);
    const body = readBody(newRefSchema, 'Reference', req.body);
    checkRules(context, repository, token, body.ref);
    const ref = await createRef(git, body.ref, body.sha);
    touch(context, repository);
    res.status(201).json(toRef(repository, ref));
  });

  router.patch('/repos/:owner/:repo/git/refs/:rest(*)', async (req, res) => {
    const { repository, git } = requireWrite(context, req);
    const body = readBody(movedRefSchema, 'Reference', req.body);
    const name = `refs/${req.params.rest}`;
    const ref = await moveRef(git, name, body.sha, body.force ?? false);
    touch(context, repository);
    res.json(toRef(repository, ref));
  });

  router.delete('/repos/:owner/:repo/git/refs/:rest(*)', async (req, res) => {
    const { repository, git } = requireWrite(context, req);
    const name = `refs/${req.params.rest}`;
    if (name === `refs/heads/${repository.defaultBranch}`) {
      throw unprocessable('Cannot delete the default branch');
    }
    await deleteRef(git, name);
    touch(context, repository);
    res.status(204).end();
  });

  return router;
}

/** @throws ApiError 422 for a branch that the repository's rules keep from being made */
function checkRules(
  context: Context,
  repository: RepositoryRecord,
  token: TokenRecord,
  ref: string,
): void {
  const isProtected = repository.protectedPrefixes.some(prefix =>
    ref.startsWith(`refs/heads/${prefix}`),
  );
  if (!isProtected) return;
  if (context.auth.rightsOf(repository, token) === 'admin') return;
  throw unprocessable(
    'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
  );
}

function touch(context: Context, repository: RepositoryRecord): void {
  repository.pushedAt = new Date().toISOString();
  context.state.save();
}
