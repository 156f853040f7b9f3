import { Context } from '../../context';
import { FileChange } from '../../git/diff';
import { headRepositoryOf, labelsOf } from '../../pulls';
import {
  CommentRecord,
  LabelRecord,
  PullRecord,
  RepositoryRecord,
} from '../../state';
import { nodeId } from './nodeId';
import { toRepository } from './repository';
import { toSimpleUser } from './user';

export interface PullDetails {
  commits: number;
  changes: readonly FileChange[];
  mergeable: boolean;
}

/** GitHub's "pull request simple", of lists. */
export function toPull(
  context: Context,
  repository: RepositoryRecord,
  pull: PullRecord,
) {
  const { state, urls } = context;
  const api = urls.repository(repository);
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const page = urls.pullPage(repository, pull.number);
  const statuses = `${api}/statuses/${pull.headSha}`;
  const reviewComment = `${api}/pulls/comments{/number}`;
  const toBranch = (side: RepositoryRecord, ref: string, sha: string) => ({
    label: `${side.owner}:${ref}`,
    ref,
    sha,
    user: toSimpleUser(state, urls, side.owner),
    repo: toRepository(context, side),
  });
  const headRepository = headRepositoryOf(context, repository, pull);
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: toSimpleUser(state, urls, pull.author),
    body: pull.body,
    labels: labelsOf(repository, pull).map(label =>
      toLabel(context, repository, label),
    ),
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merge?.at ?? null,
    merge_commit_sha: pull.merge?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.reviewers.map(login =>
      toSimpleUser(state, urls, login),
    ),
    requested_teams: pull.teams.map(slug => toTeam(context, repository, slug)),
    head: toBranch(headRepository, pull.head, pull.headSha),
    base: toBranch(repository, pull.base, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: reviewComment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: 'COLLABORATOR',
    auto_merge: null,
    draft: pull.draft,
  };
}

/** GitHub's "team", of a repository's owner. */
export function toTeam(
  { urls }: Context,
  repository: RepositoryRecord,
  slug: string,
) {
  const url = `${urls.api}/organizations/0/team/${slug}`;
  return {
    id: 1,
    node_id: nodeId('Team', slug),
    url,
    html_url: `${urls.web}/orgs/${repository.owner}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    parent: null,
    type: 'organization',
    organization_id: 1,
  };
}

/** GitHub's "pull request", of a single one. */
export function toFullPull(
  context: Context,
  repository: RepositoryRecord,
  pull: PullRecord,
  details: PullDetails,
) {
  let additions = 0;
  let deletions = 0;
  for (const change of details.changes) {
    additions += change.additions;
    deletions += change.deletions;
  }
  const { state, urls } = context;
  const mergedBy = pull.merge && toSimpleUser(state, urls, pull.merge.by);
  return {
    ...toPull(context, repository, pull),
    merged: pull.merge !== null,
    mergeable: details.mergeable,
    rebaseable: details.mergeable,
    mergeable_state: details.mergeable ? 'clean' : 'dirty',
    merged_by: mergedBy,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: details.commits,
    additions,
    deletions,
    changed_files: details.changes.length,
  };
}

/** GitHub's "label". The list of pull requests wants its description as text. */
export function toLabel(
  context: Context,
  repository: RepositoryRecord,
  label: LabelRecord,
) {
  const labels = `${context.urls.repository(repository)}/labels`;
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${labels}/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? '',
  };
}

/** GitHub's "issue comment". */
export function toComment(
  context: Context,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: CommentRecord,
) {
  const { state, urls } = context;
  const api = urls.repository(repository);
  const page = urls.pullPage(repository, pull.number);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${pull.number}`,
    user: toSimpleUser(state, urls, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'COLLABORATOR',
    body: comment.body,
    performed_via_github_app: null,
  };
}
