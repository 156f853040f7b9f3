import { State } from '../../state';
import { Urls } from '../../urls';
import { nodeId } from './nodeId';

/** GitHub's "simple user". */
export function toSimpleUser(state: State, urls: Urls, login: string) {
  const user = state.findUser(login) ?? { id: 0, login };
  const url = urls.user(user.login);
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${urls.web}/-/avatar`,
    gravatar_id: '',
    url,
    html_url: `${urls.web}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: isBot(user.login) ? 'Bot' : 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Whether the login is that of a GitHub App. */
export function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

/** GitHub's "public user": what `GET /user` answers. */
export function toUser(state: State, urls: Urls, login: string) {
  const since = '2026-01-01T00:00:00Z';
  return {
    ...toSimpleUser(state, urls, login),
    name: login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: since,
    updated_at: since,
  };
}
