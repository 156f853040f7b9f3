import type {
  ErrorRequestHandler,
  Request,
  Response,
  Router as ExpressRouter,
} from 'express';
import Router from 'express-promise-router';
import { Context } from '../context';
import { ApiError, notFound, requiresAuthentication } from '../errors';
import { listCommits, readCommit } from '../git/commits';
import { EMPTY_TREE, listChanges, readDiff } from '../git/diff';
import { GitRepository } from '../git/GitRepository';
import { findInTree, listTree } from '../git/trees';
import { pullStart, refreshPulls } from '../pulls';
import { Access, requireRead } from '../rest/access';
import { findPull } from '../rest/createPullsRouter';
import { html, Html } from './html';
import { renderDiff } from './renderDiff';
import { renderPage } from './renderPage';
import { renderPull } from './renderPull';
import { renderFolder, renderRepository } from './renderRepository';
import { STYLE } from './style';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MAX_SHOWN_BYTES = 1024 * 1024;

/** Plain pages, so that every link that the API gives leads somewhere. */
export function createPagesRouter(context: Context): ExpressRouter {
  const { urls } = context;
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Content-Security-Policy', POLICY);
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader('Referrer-Policy', 'no-referrer');
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  const send = (res: Response, access: Access, title: string, body: Html) => {
    res.type('html').send(renderPage(urls, access.repository, title, body));
  };

  router.get('/-/style.css', (_req, res) => {
    res.type('css').send(STYLE);
  });

  router.get('/:owner/:repo', async (req, res) => {
    const access = requirePage(context, req);
    const { repository, git } = access;
    await refreshPulls(context, repository);
    const tree = await git.resolveTree(repository.defaultBranch);
    const entries = tree ? await listTree(git, tree) : [];
    const body = renderRepository(urls, repository, entries);
    send(res, access, 'Repository', body);
  });

  router.get('/:owner/:repo/pull/:number(\\d+).diff', async (req, res) => {
    const { repository, git } = requirePage(context, req);
    const pull = findPull(repository, req);
    await refreshPulls(context, repository, [pull]);
    const start = await pullStart(git, pull);
    const diff = await readDiff(git, start, pull.headSha);
    res.setHeader('Content-Type', 'text/plain; charset=utf-8');
    res.send(diff);
  });

  router.get('/:owner/:repo/pull/:number', async (req, res) => {
    const access = requirePage(context, req);
    const { repository, git } = access;
    const pull = findPull(repository, req);
    await refreshPulls(context, repository, [pull]);
    const start = await pullStart(git, pull);
    const body = renderPull(urls, repository, pull, {
      changes: await listChanges(git, start, pull.headSha),
      commits: await listCommits(git, {
        revisions: [`^${pull.baseSha}`, pull.headSha],
        oldestFirst: true,
      }),
    });
    send(res, access, pull.title, body);
  });

  router.get('/:owner/:repo/commit/:sha', async (req, res) => {
    const access = requirePage(context, req);
    const { git } = access;
    const sha = await git.resolveCommit(req.params.sha);
    const commit = sha ? await readCommit(git, sha) : undefined;
    if (!commit) throw notFound();
    const parent = commit.parents[0] ?? EMPTY_TREE;
    const changes = await listChanges(git, parent, commit.sha);
    const body = html`
      <h1>${commit.message.split('\n')[0]}</h1>
      <p>${commit.author.name}, ${commit.author.date}</p>
      <pre>${commit.message}</pre>
      ${renderDiff(changes)}
    `;
    send(res, access, commit.sha.slice(0, 7), body);
  });

  router.get('/:owner/:repo/raw/:rest(*)', async (req, res) => {
    const { git } = requirePage(context, req);
    const place = await findPlace(git, req.params.rest);
    if (place.type !== 'blob') throw notFound();
    const object = await git.readObject(place.sha);
    res.type('text/plain').send(object?.data ?? '');
  });

  router.get('/:owner/:repo/:kind(tree|blob)/:rest(*)', async (req, res) => {
    const access = requirePage(context, req);
    const { repository, git } = access;
    const { ref, path, type, sha } = await findPlace(git, req.params.rest);
    const title = `${path || '/'} on ${ref}`;
    const heading = html`<h1>${title}</h1>`;
    if (type === 'tree') {
      const entries = await listTree(git, sha);
      const list = renderFolder(urls, repository, ref, path, entries);
      send(res, access, title, html`${heading}${list}`);
      return;
    }
    if (type !== 'blob') throw notFound();
    const object = await git.readObject(sha);
    const text = describeText(object?.data ?? Buffer.alloc(0));
    send(
      res,
      access,
      title,
      html`${heading}
        <pre>${text}</pre>`,
    );
  });

  router.use(() => {
    throw notFound();
  });
  router.use(handleError(context));
  return router;
}

/** Anonymous visitors are asked for a token where there is nothing public. */
function requirePage(context: Context, req: Request): Access {
  const anonymous = req.get('authorization') === undefined;
  try {
    return requireRead(context, req);
  } catch (error) {
    if (anonymous && error instanceof ApiError && error.status === 404) {
      throw requiresAuthentication();
    }
    throw error;
  }
}

/** Finds where the branch's name ends and the path begins: both have slashes. */
async function findPlace(git: GitRepository, value: string) {
  const components = value.split('/').filter(Boolean);
  for (let length = 1; length <= components.length; length += 1) {
    const ref = components.slice(0, length).join('/');
    const path = components.slice(length).join('/');
    const tree = await git.resolveTree(ref);
    if (!tree) continue;
    if (path === '') return { ref, path, type: 'tree', sha: tree };
    const entry = await findInTree(git, tree, path);
    if (entry) return { ref, path, type: entry.type, sha: entry.sha };
  }
  throw notFound();
}

function describeText(data: Buffer): string {
  if (data.length > MAX_SHOWN_BYTES) return `${data.length} bytes`;
  return data.includes(0) ? 'A binary file' : data.toString('utf8');
}

function handleError(context: Context): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const known = error instanceof ApiError;
    const answer =
      error instanceof URIError
        ? notFound()
        : new ApiError(500, 'Something went wrong');
    const { status, message } = known ? error : answer;
    if (status >= 500) {
      context.logger?.error(
        `${req.method} ${req.path} failed`,
        error instanceof Error ? error : undefined,
      );
    }
    if (status === 401) {
      res.setHeader('WWW-Authenticate', 'Basic realm="GitHub"');
    }
    res.status(status).type('text/plain').send(`${message}\n`);
  };
}
