/** A commit, as far as publishing looks at it. */
export type Commit = {
  sha: string;
  tree: string;
  message: string;
  /** Whom GitHub says that it is of. */
  author: { name: string; email: string };
};

/** What a repository says of itself. */
export type RepositoryDescription = {
  id: number;
  owner: string;
  name: string;
  defaultBranch: string;
  archived: boolean;
  disabled: boolean;
  forking: boolean;
  pullRequests: boolean;
  /** The id of the repository that it is a fork of. */
  parentId?: number;
};

/** A pull request, as far as publishing looks at it. */
export type PullRequest = {
  number: number;
  url: string;
  /** ISO 8601. */
  createdAt: string;
  headCommit: string;
  /** The login that opened it. */
  author?: string;
  draft: boolean;
  labels: string[];
  /** Logins, and teams as `owner/slug`. */
  reviewers: string[];
};

type RepositoryAnswer = {
  id: number;
  name: string;
  owner: { login: string };
  default_branch: string;
  archived: boolean;
  disabled: boolean;
  allow_forking?: boolean;
  has_pull_requests?: boolean;
  parent?: { id: number };
};

/** What the answer says; what it leaves out is allowed. */
export function describe(data: RepositoryAnswer): RepositoryDescription {
  return {
    id: data.id,
    owner: data.owner.login,
    name: data.name,
    defaultBranch: data.default_branch,
    archived: data.archived,
    disabled: data.disabled,
    forking: data.allow_forking ?? true,
    pullRequests: data.has_pull_requests ?? true,
    parentId: data.parent?.id,
  };
}

type PullRequestAnswer = {
  number: number;
  html_url: string;
  created_at: string;
  head: { sha: string };
  user: { login: string } | null;
  draft?: boolean;
  labels: { name: string }[];
  requested_reviewers?: { login: string }[] | null;
  requested_teams?: { slug: string }[] | null;
};

/** @param owner - whose teams are asked for reviews */
export function toPullRequest(
  pull: PullRequestAnswer,
  owner: string,
): PullRequest {
  const users = pull.requested_reviewers ?? [];
  const teams = pull.requested_teams ?? [];
  return {
    number: pull.number,
    url: pull.html_url,
    createdAt: pull.created_at,
    headCommit: pull.head.sha,
    author: pull.user?.login,
    draft: pull.draft ?? false,
    labels: pull.labels.map(label => label.name),
    reviewers: [
      ...users.map(user => user.login),
      ...teams.map(team => `${owner}/${team.slug}`),
    ],
  };
}

type CommitAnswer = {
  sha: string;
  tree: { sha: string };
  message: string;
  author: { name: string; email: string };
};

export function toCommit(data: CommitAnswer): Commit {
  const { sha, tree, message, author } = data;
  return {
    sha,
    tree: tree.sha,
    message,
    author: { name: author.name, email: author.email },
  };
}
