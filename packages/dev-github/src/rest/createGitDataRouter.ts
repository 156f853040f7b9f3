import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { notFound, unprocessable } from '../errors';
import { readCommit, Signature, writeCommit } from '../git/commits';
import { listTree, TreeEntry, writeTree } from '../git/trees';
import { isSha } from '../names';
import { RepositoryRecord, TokenRecord } from '../state';
import { requireRead, requireWrite } from './access';
import { readBody } from './body';
import { readQuery } from './pagination';
import { toGitCommit } from './shapes/commit';
import { nodeId } from './shapes/nodeId';

/** As GitHub's limit for a recursive listing. */
const MAX_TREE_ENTRIES = 100_000;

const RAW = /application\/vnd\.github(\.v3)?\.raw/;

const newBlobSchema = z.object({
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).optional(),
});

const newTreeSchema = z.object({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.string().optional(),
        type: z.string().optional(),
        sha: z.string().nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .min(1),
});

const signatureSchema = z.object({
  name: z.string().min(1),
  email: z.string(),
  date: z.string().optional(),
});

const newCommitSchema = z.object({
  message: z.string().min(1),
  tree: z.string(),
  parents: z.array(z.string()).optional(),
  author: signatureSchema.optional(),
  committer: signatureSchema.optional(),
});

/** Blobs, trees and commits of the Git Data API, on the real repositories. */
export function createGitDataRouter(context: Context): ExpressRouter {
  const { urls } = context;
  const router = Router();

  router.post('/repos/:owner/:repo/git/blobs', async (req, res) => {
    const { repository, git } = requireWrite(context, req);
    const body = readBody(newBlobSchema, 'Blob', req.body);
    const encoding = body.encoding === 'base64' ? 'base64' : 'utf8';
    const sha = await git.writeBlob(Buffer.from(body.content, encoding));
    const url = `${urls.repository(repository)}/git/blobs/${sha}`;
    res.status(201).json({ sha, url });
  });

  router.get('/repos/:owner/:repo/git/blobs/:sha', async (req, res) => {
    const { repository, git } = requireRead(context, req, 'contents');
    const { sha } = req.params;
    if (!isSha(sha)) throw unprocessable('The sha parameter is not valid.');
    const object = await git.readObject(sha);
    if (object?.type !== 'blob') throw notFound();
    if (RAW.test(req.get('accept') ?? '')) {
      res.type('application/octet-stream').send(object.data);
      return;
    }
    res.json({
      sha,
      node_id: nodeId('Blob', sha),
      size: object.data.length,
      url: `${urls.repository(repository)}/git/blobs/${sha}`,
      content: object.data.toString('base64'),
      encoding: 'base64',
    });
  });

  router.post('/repos/:owner/:repo/git/trees', async (req, res) => {
    const { repository, git } = requireWrite(context, req);
    const body = readBody(newTreeSchema, 'Tree', req.body);
    const base = body.base_tree && (await git.resolveTree(body.base_tree));
    if (body.base_tree && !base) {
      throw unprocessable('base_tree is not a valid tree oid');
    }
    const sha = await writeTree(git, base || undefined, body.tree);
    const entries = await listTree(git, sha);
    res.status(201).json(toTree(context, repository, sha, entries));
  });

  router.get('/repos/:owner/:repo/git/trees/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req, 'contents');
    const sha = await git.resolveTree(req.params.rest);
    if (!sha) throw notFound();
    // Any value counts, also 0 and false, as GitHub's reference says
    const recursive = readQuery(req, 'recursive') !== undefined;
    const entries = await listTree(git, sha, recursive);
    res.json(toTree(context, repository, sha, entries));
  });

  router.post('/repos/:owner/:repo/git/commits', async (req, res) => {
    const { repository, git, token } = requireWrite(context, req);
    const body = readBody(newCommitSchema, 'Commit', req.body);
    const parents = body.parents ?? [];
    if (!isSha(body.tree) || !parents.every(isSha)) {
      throw unprocessable('Tree and parents must be full object ids');
    }
    const types = await git.readTypes([body.tree, ...parents]);
    if (types.get(body.tree) !== 'tree') {
      throw unprocessable('Tree SHA does not exist');
    }
    if (parents.some(parent => types.get(parent) !== 'commit')) {
      throw unprocessable(
        'Parent SHA does not exist or is not a commit object',
      );
    }
    const now = new Date().toISOString();
    const author: Signature = {
      name: token.login,
      email: noreplyAddress(context, token),
      date: now,
      ...body.author,
    };
    const committer: Signature = { ...author, ...body.committer };
    const { message, tree } = body;
    const sha = await writeCommit(git, {
      message,
      tree,
      parents,
      author,
      committer,
    });
    // GitHub signs for an App, unless somebody else is said to be the author
    const isSigned = token.installation && !body.author && !body.committer;
    if (isSigned && !repository.verifiedCommits.includes(sha)) {
      repository.verifiedCommits.push(sha);
      context.state.save();
    }
    const commit = await readCommit(git, sha);
    if (!commit) throw notFound();
    res.status(201).json(toGitCommit(urls, repository, commit));
  });

  router.get('/repos/:owner/:repo/git/commits/:sha', async (req, res) => {
    const { repository, git } = requireRead(context, req, 'contents');
    const { sha } = req.params;
    const commit = isSha(sha) ? await readCommit(git, sha) : undefined;
    if (!commit) throw notFound();
    res.json(toGitCommit(urls, repository, commit));
  });

  return router;
}

/** As GitHub's, the address of an App's bot begins with its id. */
function noreplyAddress(context: Context, token: TokenRecord): string {
  const id = context.state.findUser(token.login)?.id ?? 0;
  const prefix = token.installation ? `${id}+` : '';
  return `${prefix}${token.login}@users.noreply.example.com`;
}

function toTree(
  context: Context,
  repository: RepositoryRecord,
  sha: string,
  entries: readonly TreeEntry[],
) {
  const git = `${context.urls.repository(repository)}/git`;
  return {
    sha,
    url: `${git}/trees/${sha}`,
    tree: entries.slice(0, MAX_TREE_ENTRIES).map(entry => ({
      ...entry,
      // A submodule's commit has no address in this repository
      ...(entry.type === 'commit'
        ? {}
        : { url: `${git}/${entry.type}s/${entry.sha}` }),
    })),
    truncated: entries.length > MAX_TREE_ENTRIES,
  };
}
