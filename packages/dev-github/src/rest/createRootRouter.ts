import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { Context } from '../context';
import {
  forbiddenToIntegration,
  notFound,
  requiresAuthentication,
} from '../errors';
import { toUser } from './shapes/user';

const LIMIT = 5000;

/** What is there without a repository: root, meta, rate limit, user. */
export function createRootRouter(context: Context): ExpressRouter {
  const router = Router();

  router.get('/', (_req, res) => {
    res.json(toRoot(context.urls.api));
  });

  router.get('/meta', (_req, res) => {
    res.json({ verifiable_password_authentication: false });
  });

  router.get('/rate_limit', (_req, res) => {
    // Requests are not limited here, so that tests never wait
    const reset = Math.floor(Date.now() / 1000) + 3600;
    const rate = { limit: LIMIT, remaining: LIMIT, reset, used: 0 };
    res.json({ resources: { core: rate, search: rate }, rate });
  });

  router.get('/user', (req, res) => {
    const token = context.auth.identify(req.get('authorization'));
    if (!token) throw requiresAuthentication();
    if (token.installation) throw forbiddenToIntegration();
    res.json(toUser(context.state, context.urls, token.login));
  });

  router.get('/users/:username', (req, res) => {
    const user = context.state.findUser(req.params.username);
    if (!user) throw notFound();
    res.json(toUser(context.state, context.urls, user.login));
  });

  return router;
}

function toRoot(api: string) {
  return {
    current_user_url: `${api}/user`,
    current_user_authorizations_html_url: `${api}/settings/connections/applications{/client_id}`,
    authorizations_url: `${api}/authorizations`,
    code_search_url: `${api}/search/code?q={query}{&page,per_page,sort,order}`,
    commit_search_url: `${api}/search/commits?q={query}{&page,per_page,sort,order}`,
    emails_url: `${api}/user/emails`,
    emojis_url: `${api}/emojis`,
    events_url: `${api}/events`,
    feeds_url: `${api}/feeds`,
    followers_url: `${api}/user/followers`,
    following_url: `${api}/user/following{/target}`,
    gists_url: `${api}/gists{/gist_id}`,
    issue_search_url: `${api}/search/issues?q={query}{&page,per_page,sort,order}`,
    issues_url: `${api}/issues`,
    keys_url: `${api}/user/keys`,
    label_search_url: `${api}/search/labels?q={query}&repository_id={repository_id}{&page,per_page}`,
    notifications_url: `${api}/notifications`,
    organization_url: `${api}/orgs/{org}`,
    organization_repositories_url: `${api}/orgs/{org}/repos{?type,page,per_page,sort}`,
    organization_teams_url: `${api}/orgs/{org}/teams`,
    public_gists_url: `${api}/gists/public`,
    rate_limit_url: `${api}/rate_limit`,
    repository_url: `${api}/repos/{owner}/{repo}`,
    repository_search_url: `${api}/search/repositories?q={query}{&page,per_page,sort,order}`,
    current_user_repositories_url: `${api}/user/repos{?type,page,per_page,sort}`,
    starred_url: `${api}/user/starred{/owner}{/repo}`,
    starred_gists_url: `${api}/gists/starred`,
    user_url: `${api}/users/{user}`,
    user_organizations_url: `${api}/user/orgs`,
    user_repositories_url: `${api}/users/{user}/repos{?type,page,per_page,sort}`,
    user_search_url: `${api}/search/users?q={query}{&page,per_page,sort,order}`,
  };
}
