import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context, openGit } from '../context';
import {
  ApiError,
  forbiddenToIntegration,
  notFound,
  requiresAuthentication,
  unprocessable,
} from '../errors';
import { forkRepository } from '../forks';
import { isAncestor } from '../git/commits';
import { isOwnerName, isRepositoryName } from '../names';
import { RepositoryRecord, TokenRecord } from '../state';
import { findRepository, requireRead, requireWrite } from './access';
import { readBody } from './body';
import { toFullRepository } from './shapes/repository';

const forkSchema = z.object({
  organization: z.string().refine(isOwnerName, 'is not a name').optional(),
  name: z.string().refine(isRepositoryName, 'is not a name').optional(),
  default_branch_only: z.boolean().optional(),
});

const mergeUpstreamSchema = z.object({ branch: z.string() });

/** Forks, and how they catch up with where they come from. */
export function createForksRouter(context: Context): ExpressRouter {
  const router = Router();

  router.post('/repos/:owner/:repo/forks', async (req, res) => {
    const { repository, token } = requireForkable(context, req);
    const body = readBody(forkSchema, 'Fork', req.body);
    if (token.installation && !body.organization)
      throw forbiddenToIntegration();
    const fork = await forkRepository(context, repository, {
      owner: body.organization ?? token.login,
      name: body.name ?? repository.name,
      defaultBranchOnly: body.default_branch_only ?? false,
    });
    res.status(202).json(toFullRepository(context, fork, token));
  });

  router.post('/repos/:owner/:repo/merge-upstream', async (req, res) => {
    const { repository, git } = requireWrite(context, req);
    const { branch } = readBody(mergeUpstreamSchema, 'Fork', req.body);
    const parent = context.state.repositories.find(
      candidate => candidate.id === repository.parentId,
    );
    if (!parent) throw unprocessable('This repository is not a fork');
    const upstream = openGit(context, parent);
    const [own, theirs] = await Promise.all([
      git.branchHead(branch),
      upstream.branchHead(branch),
    ]);
    if (!own || !theirs) throw unprocessable(`There is no branch ${branch}`);
    await git.run(['fetch', '--quiet', '--no-tags', upstream.gitDir, theirs]);
    const baseBranch = `${parent.owner}:${branch}`;
    if (await isAncestor(git, theirs, own)) {
      res.json({
        message: 'This branch is not behind the upstream.',
        merge_type: 'none',
        base_branch: baseBranch,
      });
      return;
    }
    if (!(await isAncestor(git, own, theirs))) {
      throw new ApiError(409, 'There are merge conflicts');
    }
    await git.run(['update-ref', `refs/heads/${branch}`, theirs, own]);
    repository.pushedAt = new Date().toISOString();
    context.state.save();
    res.json({
      message: `Successfully fetched and fast-forwarded from upstream ${baseBranch}.`,
      merge_type: 'fast-forward',
      base_branch: baseBranch,
    });
  });

  return router;
}

/** An App must be installed on both accounts; of a fork it asks with the rights on the one that the fork is for. */
function requireForkable(
  context: Context,
  req: Request,
): { repository: RepositoryRecord; token: TokenRecord } {
  const token = context.auth.identify(req.get('authorization'));
  if (!token) throw requiresAuthentication();
  const app = context.state.apps.find(({ installations }) =>
    installations.some(({ id }) => id === token.installation?.id),
  );
  if (!app) {
    const { repository } = requireRead(context, req, 'contents');
    return { repository, token };
  }
  const repository = findRepository(context, req);
  if (!repository) throw notFound();
  context.apps.installationOn(app, repository);
  return { repository, token };
}
