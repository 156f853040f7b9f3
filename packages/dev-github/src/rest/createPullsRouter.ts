import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { notFound, unprocessable, validationFailed } from '../errors';
import { countCommits, listCommits, mergesCleanly } from '../git/commits';
import { listChanges } from '../git/diff';
import { GitRepository } from '../git/GitRepository';
import { checkUnique, openPull, pullStart, refreshPulls } from '../pulls';
import { PullRecord, RepositoryRecord } from '../state';
import { requireRead, requireWrite } from './access';
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

/** Pull requests within one repository. */
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
    const { repository, git, token } = requireWrite(
      context,
      req,
      'pull_requests',
    );
    const body = readBody(newPullSchema, RESOURCE, req.body);
    const pull = await openPull(context, repository, git, {
      title: body.title,
      body: body.body ?? null,
      head: toBranch(repository, body.head),
      base: body.base,
      draft: body.draft ?? false,
      author: token.login,
    });
    res.status(201).json(await describe(repository, git, pull));
  });

  router.get('/repos/:owner/:repo/pulls', async (req, res) => {
    const { repository } = requireRead(context, req);
    await refreshPulls(context, repository);
    const pulls = filterPulls(repository, req);
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
      if (!(await git.branchHead(pull.head))) {
        throw validationFailed({
          resource: RESOURCE,
          field: 'state',
          code: 'invalid',
          message: `state cannot be changed. The ${pull.head} branch has been deleted.`,
        });
      }
      checkUnique(repository, pull.head, pull.base);
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

/** `branch` or `owner:branch`; there are no forks here. */
function toBranch(repository: RepositoryRecord, head: string): string {
  const colon = head.indexOf(':');
  if (colon < 0) return head;
  const owner = head.slice(0, colon);
  if (owner !== repository.owner) {
    throw validationFailed({
      resource: RESOURCE,
      field: 'head',
      code: 'invalid',
    });
  }
  return head.slice(colon + 1);
}

function filterPulls(repository: RepositoryRecord, req: Request): PullRecord[] {
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
        (label === undefined || `${repository.owner}:${pull.head}` === label),
    )
    .reverse();
}
