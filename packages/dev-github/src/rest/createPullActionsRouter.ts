import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { ApiError, unprocessable } from '../errors';
import { mergePull, refreshPulls } from '../pulls';
import { PullRecord, RepositoryRecord, sameName } from '../state';
import { requireRead, requireWrite } from './access';
import { readBody } from './body';
import { findPull } from './createPullsRouter';
import { toPull, toTeam } from './shapes/pull';
import { toSimpleUser } from './shapes/user';

const reviewersSchema = z.object({
  reviewers: z.array(z.string()).optional(),
  team_reviewers: z.array(z.string()).optional(),
});

const mergeSchema = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash']).optional(),
});

/** What is done with a pull request once it is there: reviews asked for, and merges. */
export function createPullActionsRouter(context: Context): ExpressRouter {
  const { state, urls } = context;
  const router = Router();

  router
    .route('/repos/:owner/:repo/pulls/:number/requested_reviewers')
    .get((req, res) => {
      const { repository } = requireRead(context, req, 'pull_requests');
      const users = findPull(repository, req).reviewers.map(login =>
        toSimpleUser(state, urls, login),
      );
      const teams = findPull(repository, req).teams.map(slug =>
        toTeam(context, repository, slug),
      );
      res.json({ users, teams });
    })
    .post((req, res) => {
      const { repository } = requireWrite(context, req, 'pull_requests');
      const pull = findPull(repository, req);
      const body = readBody(reviewersSchema, 'ReviewRequest', req.body);
      const logins = (body.reviewers ?? []).map(wish =>
        checkReviewer(context, repository, pull, wish),
      );
      const teams = body.team_reviewers ?? [];
      if (teams.some(slug => !repository.teams.includes(slug))) {
        throw notCollaborators(repository);
      }
      pull.teams = [...new Set([...pull.teams, ...teams])];
      pull.reviewers = [...new Set([...pull.reviewers, ...logins])];
      pull.updatedAt = new Date().toISOString();
      state.save();
      res.status(201).json(toPull(context, repository, pull));
    });

  router.put('/repos/:owner/:repo/pulls/:number/merge', async (req, res) => {
    const { repository, git, token } = requireWrite(context, req);
    const pull = findPull(repository, req);
    const body = readBody(mergeSchema, 'PullRequest', req.body);
    await refreshPulls(context, repository, [pull]);
    if (body.sha !== undefined && body.sha !== pull.headSha) {
      throw new ApiError(
        409,
        'Head branch was modified. Review and try the merge again.',
      );
    }
    const sha = await mergePull(context, repository, git, pull, {
      by: token.login,
      title: body.commit_title,
      message: body.commit_message,
      squash: body.merge_method === 'squash',
    });
    res.json({
      sha,
      merged: true,
      message: 'Pull Request successfully merged',
    });
  });

  return router;
}

/** @throws ApiError 422 where GitHub would not ask that one for a review */
function checkReviewer(
  context: Context,
  repository: RepositoryRecord,
  pull: PullRecord,
  wish: string,
): string {
  const user = context.state.findUser(wish);
  if (user && sameName(user.login, pull.author)) {
    throw unprocessable('Review cannot be requested from pull request author.');
  }
  const permission = user && context.auth.permissionOf(repository, user.login);
  if (!user || (permission !== 'write' && permission !== 'admin')) {
    throw notCollaborators(repository);
  }
  return user.login;
}

function notCollaborators(repository: RepositoryRecord) {
  return unprocessable(
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${repository.owner}/${repository.name} repository.`,
  );
}
