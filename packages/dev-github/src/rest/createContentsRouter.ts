import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { Context } from '../context';
import { notFound } from '../errors';
import { GitRepository } from '../git/GitRepository';
import { findInTree, listTree, TreeEntry } from '../git/trees';
import { RepositoryRecord } from '../state';
import { encodePath } from '../urls';
import { requireRead } from './access';
import { readQuery } from './pagination';

const RAW = /application\/vnd\.github(\.v3)?\.raw/;
const OBJECT = /application\/vnd\.github(\.v3)?\.object/;

/** As GitHub: larger files come without their content. */
const MAX_INLINE_BYTES = 1024 * 1024;

/** Files and folders by path. */
export function createContentsRouter(context: Context): ExpressRouter {
  const router = Router();

  const route = '/repos/:owner/:repo/contents';
  router.get([route, `${route}/:rest(*)`], async (req, res) => {
    const { repository, git } = requireRead(context, req, 'contents');
    const path = (req.params.rest ?? '').replace(/\/$/, '');
    const ref = readQuery(req, 'ref') ?? repository.defaultBranch;
    const tree = await git.resolveTree(ref);
    if (!tree) throw notFound();
    const accept = req.get('accept') ?? '';
    const root: TreeEntry = {
      path: '',
      mode: '040000',
      type: 'tree',
      sha: tree,
    };
    const entry = path === '' ? root : await findInTree(git, tree, path);
    if (!entry) throw notFound();
    const describe = (item: TreeEntry, itemPath: string) =>
      toEntry(context, repository, ref, item, itemPath);

    if (entry.type === 'tree') {
      const children = await listTree(git, entry.sha);
      const entries = children.map(child =>
        describe(child, path === '' ? child.path : `${path}/${child.path}`),
      );
      const answer = { ...describe(entry, path), type: 'dir', entries };
      res.json(OBJECT.test(accept) ? answer : entries);
      return;
    }
    if (entry.type === 'commit') {
      res.json({
        ...describe(entry, path),
        type: 'submodule',
        submodule_git_url: null,
      });
      return;
    }
    const content = await readBlob(git, entry.sha);
    if (RAW.test(accept)) {
      res.setHeader('X-Content-Type-Options', 'nosniff');
      const type = 'application/vnd.github.v3.raw; charset=utf-8';
      res.setHeader('Content-Type', type);
      res.send(content);
      return;
    }
    if (entry.mode === '120000') {
      res.json({ ...describe(entry, path), target: content.toString('utf8') });
      return;
    }
    const inline = content.length <= MAX_INLINE_BYTES;
    res.json({
      ...describe(entry, path),
      content: inline ? toBase64Lines(content) : '',
      encoding: inline ? 'base64' : 'none',
    });
  });

  return router;
}

async function readBlob(git: GitRepository, sha: string): Promise<Buffer> {
  const object = await git.readObject(sha);
  if (object?.type !== 'blob') throw notFound();
  return object.data;
}

function toEntry(
  context: Context,
  repository: RepositoryRecord,
  ref: string,
  entry: TreeEntry,
  path: string,
) {
  const { urls } = context;
  const file = encodePath(path);
  const api = urls.repository(repository);
  const page = urls.page(repository);
  const isTree = entry.type === 'tree';
  const self = `${api}/contents/${file}?ref=${encodeURIComponent(ref)}`;
  const gitUrl =
    entry.type === 'commit' ? null : `${api}/git/${entry.type}s/${entry.sha}`;
  const branch = encodePath(ref);
  const html = `${page}/${isTree ? 'tree' : 'blob'}/${branch}/${file}`;
  return {
    type: typeOf(entry),
    size: entry.size ?? 0,
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: entry.sha,
    url: self,
    git_url: gitUrl,
    html_url: html,
    download_url:
      entry.type === 'blob' ? `${page}/raw/${branch}/${file}` : null,
    _links: { self, git: gitUrl, html },
  };
}

function typeOf(entry: TreeEntry): string {
  if (entry.type === 'tree') return 'dir';
  return entry.mode === '120000' ? 'symlink' : 'file';
}

/** GitHub breaks base64 into lines of 60 characters. */
function toBase64Lines(content: Buffer): string {
  return content.toString('base64').replace(/.{1,60}/g, '$&\n');
}
