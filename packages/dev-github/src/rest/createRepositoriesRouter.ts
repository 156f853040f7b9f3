import { pipeline } from 'node:stream/promises';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { Context } from '../context';
import { ApiError, notFound, requiresAuthentication } from '../errors';
import { readCommit } from '../git/commits';
import { listRefs } from '../git/refs';
import { requireRead } from './access';
import { paginate } from './pagination';
import { toCommit } from './shapes/commit';
import { toFullRepository } from './shapes/repository';
import { toSimpleUser } from './shapes/user';

const HEADS = 'refs/heads/';

/** Repositories, their branches, permissions and archives. */
export function createRepositoriesRouter(context: Context): ExpressRouter {
  const { auth, state, urls } = context;
  const router = Router();

  router.get(['/repos/:owner/:repo', '/repositories/:id'], (req, res) => {
    const { repository, token } = requireRead(context, req);
    res.json(toFullRepository(context, repository, token));
  });

  router.get(
    '/repos/:owner/:repo/collaborators/:username/permission',
    (req, res) => {
      const { repository, token } = requireRead(context, req);
      if (!token) throw requiresAuthentication();
      const user = state.findUser(req.params.username);
      if (!user) {
        throw new ApiError(404, `${req.params.username} is not a user`);
      }
      const permission = auth.permissionOf(repository, user.login);
      res.json({
        permission,
        role_name: permission,
        user: {
          ...toSimpleUser(state, urls, user.login),
          role_name: permission,
        },
      });
    },
  );

  router.get('/repos/:owner/:repo/branches', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const refs = await listRefs(git, HEADS);
    const base = `${urls.repository(repository)}/branches`;
    res.json(
      paginate(req, res, base, refs).map(({ ref, sha }) => ({
        name: ref.slice(HEADS.length),
        commit: { sha, url: `${urls.repository(repository)}/commits/${sha}` },
        protected: false,
      })),
    );
  });

  router.get('/repos/:owner/:repo/branches/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req);
    const name = req.params.rest;
    const head = await git.branchHead(name);
    const commit = head ? await readCommit(git, head) : undefined;
    if (!commit) throw new ApiError(404, 'Branch not found');
    const self = `${urls.repository(repository)}/branches/${encodeURIComponent(
      name,
    )}`;
    res.json({
      name,
      commit: toCommit(urls, repository, commit),
      _links: { self, html: `${urls.page(repository)}/tree/${name}` },
      protected: false,
      protection: {
        enabled: false,
        required_status_checks: {
          enforcement_level: 'off',
          contexts: [],
          checks: [],
        },
      },
      protection_url: `${self}/protection`,
    });
  });

  // Backstage reads whole trees by this one
  router.get('/repos/:owner/:repo/tarball/:rest(*)', async (req, res) => {
    const { repository, git } = requireRead(context, req, 'contents');
    const sha = await git.resolveCommit(req.params.rest);
    if (!sha) throw notFound();
    const folder = `${repository.owner}-${repository.name}-${sha.slice(0, 7)}`;
    const child = git.start([
      'archive',
      '--format=tar.gz',
      `--prefix=${folder}/`,
      sha,
    ]);
    child.stderr.resume();
    child.stdin.end();
    res.setHeader('Content-Type', 'application/x-gzip');
    res.setHeader(
      'Content-Disposition',
      `attachment; filename=${folder}.tar.gz`,
    );
    res.on('close', () => child.kill());
    await pipeline(child.stdout, res);
  });

  return router;
}
