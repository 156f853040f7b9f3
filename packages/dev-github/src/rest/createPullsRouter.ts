import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context, openGit } from '../context';
import {
  ApiError,
  notFound,
  requiresAuthentication,
  unprocessable,
  validationFailed,
} from '../errors';
import { countCommits, listCommits, mergesCleanly } from '../git/commits';
import { listChanges } from '../git/diff';
import { GitRepository } from '../git/GitRepository';
import {
  checkUnique,
  headRepositoryOf,
  openPull,
  pullStart,
  refreshPulls,
} from '../pulls';
import { PullRecord, RepositoryRecord, sameName, TokenRecord } from '../state';
import { Access, checkWritable, requireRead, requireWrite } from './access';
import { readBody } from './body';
import { sendDiff } from './createCommitsRouter';
import { paginate, readQuery } from './pagination';
import { toCommit, toDiffEntry } from './shapes/commit';
import { toFullPull, toPull } from './shapes/pull';

const DIFF = /application\/vnd\.github(\.v3)?\.diff/;
const RESOURCE = 'PullRequest';

const newPullSchema = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().optional(),
});

const changedPullSchema = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
});

/** Pull requests, also from forks. */
export function createPullsRouter(context: Context): ExpressRouter {
  const { urls } = context;
  const router = Router();

  const describe = async (
    repository: RepositoryRecord,
    git: GitRepository,
    pull: PullRecord,
  ) => {
    const revisions = [`^${pull.baseSha}`, pull.headSha];
    const start = await pullStart(git, pull);
    return toFullPull(context, repository, pull, {
      commits: await countCommits(git, { revisions }),
      changes: await listChanges(git, start, pull.headSha),
      mergeable: await mergesCleanly(git, pull.baseSha, pull.headSha),
    });
  };

  router.post('/repos/:owner/:repo/pulls', async (req, res) => {
    const body = readBody(newPullSchema, RESOURCE, req.body);
    const access = requireRead(context, req);
    const { repository, git } = access;
    const { head, headRepository } = findHead(context, repository, body.head);
    const token = checkMayOpen(context, access, headRepository);
    const pull = await openPull(context, repository, git, {
      title: body.title,
      body: body.body ?? null,
      head,
      headRepository,
      base: body.base,
      draft: body.draft ?? false,
      author: token.login,
    });
    res.status(201).json(await describe(repository, git, pull));
  });

  router.get('/repos/:owner/:repo/pulls', async (req, res) => {
    const { repository } = requireRead(context, req);
    await refreshPulls(context, repository);
    const pulls = filterPulls(context, repository, req);
    const base = `${urls.repository(repository)}/pulls`;
    const page = paginate(req, res, base, pulls);
    res.json(page.map(pull => toPull(context, repository, pull)));
  });

  router.get('/repos/:owner/:repo/pulls/:number', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const pull = findPull(repository, req);
    await refreshPulls(context, repository, [pull]);
    if (DIFF.test(req.get('accept') ?? '')) {
      await sendDiff(res, git, await pullStart(git, pull), pull.headSha);
      return;
    }
    res.json(await describe(repository, git, pull));
  });

  router.patch('/repos/:owner/:repo/pulls/:number', async (req, res) => {
    const { repository, git } = requireWrite(context, req, 'pull_requests');
    const pull = findPull(repository, req);
    const body = readBody(changedPullSchema, RESOURCE, req.body);
    if (body.state === 'open' && pull.state === 'closed') {
      const head = openGit(
        context,
        headRepositoryOf(context, repository, pull),
      );
      if (!(await head.branchHead(pull.head))) {
        throw validationFailed({
          resource: RESOURCE,
          field: 'state',
          code: 'invalid',
          message: `state cannot be changed. The ${pull.head} branch has been deleted.`,
        });
      }
      checkUnique(context, repository, pull);
    }
    const now = new Date().toISOString();
    pull.title = body.title ?? pull.title;
    pull.body = body.body === undefined ? pull.body : body.body;
    if (body.state !== undefined && body.state !== pull.state) {
      pull.state = body.state;
      pull.closedAt = body.state === 'closed' ? now : null;
    }
    pull.updatedAt = now;
    context.state.save();
    await refreshPulls(context, repository, [pull]);
    res.json(await describe(repository, git, pull));
  });

  router.get('/repos/:owner/:repo/pulls/:number/files', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const pull = findPull(repository, req);
    await refreshPulls(context, repository, [pull]);
    const start = await pullStart(git, pull);
    const changes = await listChanges(git, start, pull.headSha);
    const base = `${urls.repository(repository)}/pulls/${pull.number}/files`;
    const page = paginate(req, res, base, changes);
    res.json(
      page.map(change => toDiffEntry(urls, repository, pull.headSha, change)),
    );
  });

  router.get('/repos/:owner/:repo/pulls/:number/commits', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const pull = findPull(repository, req);
    await refreshPulls(context, repository, [pull]);
    const commits = await listCommits(git, {
      revisions: [`^${pull.baseSha}`, pull.headSha],
      oldestFirst: true,
    });
    const base = `${urls.repository(repository)}/pulls/${pull.number}/commits`;
    const page = paginate(req, res, base, commits);
    res.json(page.map(commit => toCommit(urls, repository, commit)));
  });

  return router;
}

/** @throws ApiError 404 if there is none of that number */
export function findPull(
  repository: RepositoryRecord,
  req: Request,
): PullRecord {
  const pull = repository.pulls.find(
    candidate => String(candidate.number) === req.params.number,
  );
  if (!pull) throw notFound();
  return pull;
}

/** `branch`, or `owner:branch` of the repository or of a fork. */
function findHead(
  context: Context,
  repository: RepositoryRecord,
  label: string,
): { head: string; headRepository: RepositoryRecord } {
  const colon = label.indexOf(':');
  if (colon < 0) return { head: label, headRepository: repository };
  const owner = label.slice(0, colon);
  const headRepository = [repository, ...context.state.repositories].find(
    candidate =>
      sameName(candidate.owner, owner) &&
      (candidate === repository || candidate.parentId === repository.id),
  );
  if (!headRepository) {
    throw validationFailed({
      resource: RESOURCE,
      field: 'head',
      code: 'invalid',
    });
  }
  return { head: label.slice(colon + 1), headRepository };
}

/**
 * Whoever may write the head branch may ask for it to be merged; an App must be allowed to write pull requests.
 *
 * @throws ApiError 401 or 403 otherwise
 */
function checkMayOpen(
  context: Context,
  { repository, token }: Access,
  headRepository: RepositoryRecord,
): TokenRecord {
  if (!token) throw requiresAuthentication();
  const isAcross = headRepository !== repository;
  if (!isAcross || token.installation) {
    context.auth.checkWrite(repository, token, 'pull_requests');
  } else {
    context.auth.checkWrite(headRepository, token);
  }
  checkWritable(repository);
  const rights = context.auth.rightsOf(repository, token, 'pull_requests');
  const isCollaborator = rights === 'write' || rights === 'admin';
  const { pullRequests } = repository;
  if (
    pullRequests === 'none' ||
    (pullRequests === 'collaborators_only' && !isCollaborator)
  ) {
    throw new ApiError(
      403,
      pullRequests === 'none'
        ? 'Pull requests are disabled for this repository.'
        : 'Pull request creation is restricted to collaborators in this repository.',
    );
  }
  return token;
}

function filterPulls(
  context: Context,
  repository: RepositoryRecord,
  req: Request,
): PullRecord[] {
  const state = readQuery(req, 'state') ?? 'open';
  if (!['open', 'closed', 'all'].includes(state)) {
    throw unprocessable('state must be one of open, closed, all');
  }
  const base = readQuery(req, 'base');
  // GitHub ignores a head without an owner
  const head = readQuery(req, 'head');
  const label = head?.includes(':') ? head : undefined;
  return repository.pulls
    .filter(
      pull =>
        (state === 'all' || pull.state === state) &&
        (base === undefined || pull.base === base) &&
        (label === undefined ||
          `${headRepositoryOf(context, repository, pull).owner}:${
            pull.head
          }` === label),
    )
    .reverse();
}
