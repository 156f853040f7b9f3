import { Context } from '../../context';
import { RepositoryRecord, State, TokenRecord } from '../../state';
import { nodeId } from './nodeId';
import { toSimpleUser } from './user';

/** GitHub's "repository", as it stands in lists and in pull requests. */
export function toRepository(context: Context, repository: RepositoryRecord) {
  const { state, urls } = context;
  const page = urls.page(repository);
  const openPulls = repository.pulls.filter(pull => pull.state === 'open');
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.private,
    owner: toSimpleUser(state, urls, repository.owner),
    html_url: page,
    description: repository.description,
    fork: repository.parentId !== null,
    ...toAddresses(urls.repository(repository)),
    git_url: `${page.replace(/^http/, 'git')}.git`,
    ssh_url: `git@${urls.host}:${repository.owner}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: countForks(state, repository),
    mirror_url: null,
    archived: repository.archived,
    disabled: repository.disabled,
    allow_forking: repository.forking,
    has_pull_requests: repository.pullRequests !== 'none',
    pull_request_creation_policy:
      repository.pullRequests === 'collaborators_only'
        ? 'collaborators_only'
        : 'all',
    open_issues_count: openPulls.length,
    license: null,
    visibility: repository.private ? 'private' : 'public',
    forks: countForks(state, repository),
    open_issues: openPulls.length,
    watchers: 0,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
  };
}

/** GitHub's "full repository", with what the asking token may do. */
export function toFullRepository(
  context: Context,
  repository: RepositoryRecord,
  token: TokenRecord | undefined,
) {
  const rights = context.auth.rightsOf(repository, token);
  const mayWrite = rights === 'write' || rights === 'admin';
  const parent = context.state.repositories.find(
    candidate => candidate.id === repository.parentId,
  );
  const origin = parent && toRepository(context, parent);
  return {
    ...toRepository(context, repository),
    ...(origin ? { parent: origin, source: origin } : {}),
    permissions: {
      admin: rights === 'admin',
      maintain: rights === 'admin',
      push: mayWrite,
      triage: mayWrite,
      pull: rights !== 'none',
    },
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    subscribers_count: 0,
    network_count: 0,
  };
}

function countForks(state: State, repository: RepositoryRecord): number {
  return state.repositories.filter(fork => fork.parentId === repository.id)
    .length;
}

function toAddresses(url: string) {
  return {
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}
