import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { MintedToken } from '../Apps';
import { Context } from '../context';
import { ApiError, notFound } from '../errors';
import { AppRecord, InstallationRecord } from '../state';
import { readBody } from './body';
import { paginate } from './pagination';
import { toRepository } from './shapes/repository';
import { toSimpleUser } from './shapes/user';

const tokenSchema = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z
    .record(z.string(), z.enum(['read', 'write', 'admin']))
    .optional(),
});

/** What GitHub Apps ask on their own behalf, and how they get tokens. */
export function createAppsRouter(context: Context): ExpressRouter {
  const { apps, auth, state, urls } = context;
  const router = Router();

  const requireApp = (req: Request) => apps.identify(req.get('authorization'));

  router.get('/app/installations', (req, res) => {
    const app = requireApp(req);
    const base = `${urls.api}/app/installations`;
    const page = paginate(req, res, base, app.installations);
    res.json(page.map(item => toInstallation(context, app, item)));
  });

  router.get('/repos/:owner/:repo/installation', (req, res) => {
    const app = requireApp(req);
    const { owner, repo } = req.params;
    const repository = state.findRepository(owner, repo);
    if (!repository) throw notFound();
    const installation = apps.installationOn(app, repository);
    res.json(toInstallation(context, app, installation));
  });

  router.post('/app/installations/:id/access_tokens', (req, res) => {
    const app = requireApp(req);
    const installation = app.installations.find(
      ({ id }) => String(id) === req.params.id,
    );
    if (!installation) throw notFound();
    const body = readBody(tokenSchema, 'InstallationToken', req.body);
    const minted = apps.mint(app, installation, {
      repositories: body.repositories,
      repositoryIds: body.repository_ids,
      permissions: body.permissions,
    });
    const isNarrowed = Boolean(body.repositories ?? body.repository_ids);
    res.status(201).json({
      ...toToken(minted),
      repository_selection:
        isNarrowed || installation.repositories ? 'selected' : 'all',
      ...(isNarrowed
        ? {
            repositories: apps
              .repositoriesOf(minted.record)
              .map(repository => toRepository(context, repository)),
          }
        : {}),
    });
  });

  router.get('/installation/repositories', (req, res) => {
    const token = auth.identify(req.get('authorization'));
    if (!token?.installation) {
      throw new ApiError(
        403,
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    }
    const repositories = apps.repositoriesOf(token);
    const base = `${urls.api}/installation/repositories`;
    const page = paginate(req, res, base, repositories);
    res.json({
      total_count: repositories.length,
      repository_selection: 'selected',
      repositories: page.map(repository => toRepository(context, repository)),
    });
  });

  return router;
}

function toToken({ text, expiresAt, grants }: MintedToken) {
  return {
    token: text,
    expires_at: new Date(expiresAt).toISOString(),
    permissions: grants,
  };
}

/** GitHub's "installation". */
function toInstallation(
  context: Context,
  app: AppRecord,
  installation: InstallationRecord,
) {
  const { state, urls } = context;
  const account = toSimpleUser(state, urls, installation.owner);
  return {
    id: installation.id,
    account,
    repository_selection: installation.repositories ? 'selected' : 'all',
    access_tokens_url: `${urls.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.web}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: 'User',
    permissions: app.permissions,
    events: [],
    single_file_name: null,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    suspended_by: null,
    suspended_at: null,
  };
}
