import type { Request, Response, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { Context } from '../context';
import { ApiError, notFound, unprocessable } from '../errors';
import {
  Commit,
  countCommits,
  listCommits,
  mergeBase,
  readCommit,
} from '../git/commits';
import { EMPTY_TREE, listChanges, readDiff } from '../git/diff';
import { GitRepository } from '../git/GitRepository';
import { isTreePath } from '../names';
import { encodePath } from '../urls';
import { requireRead } from './access';
import { paginate, readPage, readQuery, setLinks } from './pagination';
import { toCommit, toDiffEntry } from './shapes/commit';
import { toRepository } from './shapes/repository';

const MAX_COMPARED_FILES = 300;
const DIFF = /application\/vnd\.github(\.v3)?\.diff/;
const SHA = /application\/vnd\.github(\.v3)?\.sha/;

/** Commits and comparisons. */
export function createCommitsRouter(context: Context): ExpressRouter {
  const { urls } = context;
  const router = Router();

  router.get('/repos/:owner/:repo/commits', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const start = readQuery(req, 'sha') ?? repository.defaultBranch;
    const path = readQuery(req, 'path');
    if (path !== undefined && !isTreePath(path)) {
      throw unprocessable('path is not a path inside the repository');
    }
    const sha = await git.resolveCommit(start);
    if (!sha) throw notFound();
    const { skip, perPage } = readPage(req);
    const query = { revisions: [sha], path };
    const total = await countCommits(git, query);
    const commits = await listCommits(git, { ...query, skip, limit: perPage });
    setLinks(req, res, `${urls.repository(repository)}/commits`, total);
    res.json(commits.map(commit => toCommit(urls, repository, commit)));
  });

  // Backstage finds a branch's commit by this one; there are no statuses here
  router.get('/repos/:owner/:repo/commits/:ref/status', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const sha = await git.resolveCommit(req.params.ref);
    if (!sha) throw notFound();
    const url = `${urls.repository(repository)}/commits/${sha}`;
    res.json({
      state: 'pending',
      statuses: [],
      sha,
      total_count: 0,
      repository: toRepository(context, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  });

  router.get('/repos/:owner/:repo/commits/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const ref = req.params.rest;
    const sha = await git.resolveCommit(ref);
    const commit = sha ? await readCommit(git, sha) : undefined;
    if (!commit) throw unprocessable(`No commit found for SHA: ${ref}`);
    const accept = req.get('accept') ?? '';
    if (SHA.test(accept)) {
      res.type('application/vnd.github.sha').send(commit.sha);
      return;
    }
    const parent = commit.parents[0] ?? EMPTY_TREE;
    if (DIFF.test(accept)) {
      await sendDiff(res, git, parent, commit.sha);
      return;
    }
    const changes = await listChanges(git, parent, commit.sha);
    const additions = sum(changes.map(change => change.additions));
    const deletions = sum(changes.map(change => change.deletions));
    const base = `${urls.repository(repository)}/commits/${commit.sha}`;
    res.json({
      ...toCommit(urls, repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: paginate(req, res, base, changes).map(change =>
        toDiffEntry(urls, repository, commit.sha, change),
      ),
    });
  });

  router.get('/repos/:owner/:repo/compare/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const [base, head] = await readEnds(git, repository.owner, req);
    const common = await mergeBase(git, base.sha, head.sha);
    const merge = common ? await readCommit(git, common) : undefined;
    if (!merge) {
      throw new ApiError(
        404,
        `No common ancestor between ${base.sha} and ${head.sha}.`,
      );
    }
    if (DIFF.test(req.get('accept') ?? '')) {
      await sendDiff(res, git, merge.sha, head.sha);
      return;
    }
    const page = urls.page(repository);
    const self = `${urls.repository(repository)}/compare/${encodePath(
      req.params.rest,
    )}`;
    const html = `${page}/compare/${base.sha}...${head.sha}`;
    const ahead = [`^${base.sha}`, head.sha];
    const aheadBy = await countCommits(git, { revisions: ahead });
    const behindBy = await countCommits(git, {
      revisions: [`^${head.sha}`, base.sha],
    });
    const { skip, perPage } = readPage(req);
    const commits = await listCommits(git, {
      revisions: ahead,
      oldestFirst: true,
    });
    const changes = await listChanges(git, merge.sha, head.sha);
    setLinks(req, res, self, aheadBy);
    res.json({
      url: self,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: toCommit(urls, repository, base),
      merge_base_commit: toCommit(urls, repository, merge),
      status: statusOf(aheadBy, behindBy),
      ahead_by: aheadBy,
      behind_by: behindBy,
      total_commits: aheadBy,
      commits: commits
        .slice(skip, skip + perPage)
        .map(commit => toCommit(urls, repository, commit)),
      // GitHub shows the first files of a comparison alone
      files: changes
        .slice(0, MAX_COMPARED_FILES)
        .map(change => toDiffEntry(urls, repository, head.sha, change)),
    });
  });

  return router;
}

/** Answers with the bare diff. */
export async function sendDiff(
  res: Response,
  git: GitRepository,
  from: string,
  to: string,
): Promise<void> {
  const diff = await readDiff(git, from, to);
  res.setHeader('Content-Type', 'application/vnd.github.diff; charset=utf-8');
  res.send(diff);
}

async function readEnds(
  git: GitRepository,
  owner: string,
  req: Request,
): Promise<[Commit, Commit]> {
  const names = req.params.rest.split('...');
  if (names.length !== 2) throw notFound();
  const ends: Commit[] = [];
  for (const name of names) {
    const prefix = `${owner}:`;
    const ref = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    const sha = await git.resolveCommit(ref);
    const commit = sha ? await readCommit(git, sha) : undefined;
    if (!commit) throw notFound();
    ends.push(commit);
  }
  return [ends[0], ends[1]];
}

function statusOf(aheadBy: number, behindBy: number) {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead';
  return behindBy > 0 ? 'behind' : 'identical';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
