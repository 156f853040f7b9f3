import type { GithubClient } from './GithubClients';
import { type GithubCalls, isRefused } from './GithubCalls';
import type { GithubFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';
import type { TreeEntry } from './planTree';

const ALREADY_EXISTS = /already exists/i;

/** A commit, as far as publishing looks at it. */
export type Commit = { sha: string; tree: string; message: string };

/** A pull request, as far as publishing looks at it. */
export type PullRequest = {
  number: number;
  url: string;
  /** ISO 8601. */
  createdAt: string;
  headCommit: string;
  labels: string[];
  /** Logins, and teams as `owner/slug`. */
  reviewers: string[];
};

type Target = { owner: string; repo: string; request: { signal: AbortSignal } };

type PullRequestAnswer = {
  number: number;
  html_url: string;
  created_at: string;
  head: { sha: string };
  labels: { name: string }[];
  requested_reviewers?: { login: string }[] | null;
  requested_teams?: { slug: string }[] | null;
};

/** The requests that publishing makes on one repository; they fail as GithubCalls says. */
export class GithubRepository {
  readonly #client: GithubClient;
  readonly #address: RepositoryAddress;
  readonly #calls: GithubCalls;
  readonly #target: Target;

  constructor(options: {
    client: GithubClient;
    address: RepositoryAddress;
    calls: GithubCalls;
  }) {
    this.#client = options.client;
    this.#address = options.address;
    this.#calls = options.calls;
    this.#target = {
      owner: options.address.owner,
      repo: options.address.name,
      request: { signal: options.calls.signal },
    };
  }

  /** Undefined where there is no such commit. */
  async findCommit(sha: string): Promise<Commit | undefined> {
    const commit = await this.#calls.callUnless(isMissing, {
      what: `read the commit ${sha}`,
      request: async () => {
        const { data } = await this.#client.rest.git.getCommit({
          ...this.#target,
          commit_sha: sha,
        });
        return { sha: data.sha, tree: data.tree.sha, message: data.message };
      },
    });
    return isRefused(commit) ? undefined : commit;
  }

  /** The commit at the head of the branch; undefined where there is no such branch. */
  async findBranch(branch: string): Promise<Commit | undefined> {
    const sha = await this.#findRef(branch);
    return sha === undefined ? undefined : this.findCommit(sha);
  }

  /** The pull requests that were opened from the branch, open ones and others, newest first. */
  async listPullRequests(branch: string): Promise<PullRequest[]> {
    return this.#calls.call({
      what: 'list its pull requests',
      request: async () => {
        const { data } = await this.#client.rest.pulls.list({
          ...this.#target,
          head: `${this.#address.owner}:${branch}`,
          state: 'all',
        });
        return data.map(pull => this.#toPullRequest(pull));
      },
    });
  }

  /** Returns the blob's object id, which follows from its content: so a second one is the same. */
  async createBlob(base64: string): Promise<string> {
    return this.#calls.call({
      what: 'store a file',
      request: async () => {
        const { data } = await this.#client.rest.git.createBlob({
          ...this.#target,
          content: base64,
          encoding: 'base64',
        });
        return data.sha;
      },
    });
  }

  /** Returns the tree's object id, which follows from its content: so a second one is the same. */
  async createTree(baseTree: string, entries: TreeEntry[]): Promise<string> {
    return this.#calls.call({
      what: 'store the changed files',
      request: async () => {
        const { data } = await this.#client.rest.git.createTree({
          ...this.#target,
          base_tree: baseTree,
          tree: entries,
        });
        return data.sha;
      },
    });
  }

  /** Where its answer is lost another is made: nobody sees a commit that no branch holds, and none can be found. */
  async createCommit(options: {
    tree: string;
    parent: string;
    message: string;
  }): Promise<Commit> {
    return this.#calls.call({
      what: 'create the commit',
      request: async () => {
        const { data } = await this.#client.rest.git.createCommit({
          ...this.#target,
          tree: options.tree,
          parents: [options.parent],
          message: options.message,
        });
        return { sha: data.sha, tree: data.tree.sha, message: data.message };
      },
    });
  }

  /** Returns false where the branch exists already. */
  async createBranch(branch: string, sha: string): Promise<boolean> {
    const created = await this.#calls.callUnless(isTaken, {
      what: `create the branch '${branch}'`,
      request: async () => {
        await this.#client.rest.git.createRef({
          ...this.#target,
          ref: `refs/heads/${branch}`,
          sha,
        });
        return true;
      },
      find: async () =>
        (await this.#findRef(branch)) === sha ? true : undefined,
    });
    return !isRefused(created);
  }

  /** The new pull request, or why there is none: the branch has one already, or the repository allows no drafts. */
  async createPullRequest(options: {
    branch: string;
    /** What the branch points at. */
    commit: string;
    base: string;
    title: string;
    body: string;
    draft: boolean;
  }): Promise<PullRequest | 'exists' | 'noDrafts'> {
    const isExpected = (failure: GithubFailure) =>
      isTaken(failure) || (options.draft && isDraftRefused(failure));
    const created = await this.#calls.callUnless(isExpected, {
      what: 'open the pull request',
      request: async () => {
        const { data } = await this.#client.rest.pulls.create({
          ...this.#target,
          head: options.branch,
          base: options.base,
          title: options.title,
          body: options.body,
          draft: options.draft,
        });
        return this.#toPullRequest(data);
      },
      find: async () =>
        (
          await this.listPullRequests(options.branch)
        ).find(pull => pull.headCommit === options.commit),
    });
    if (isRefused(created)) {
      return ALREADY_EXISTS.test(created.refused) ? 'exists' : 'noDrafts';
    }
    return created;
  }

  /**
   * GitHub makes labels that the repository does not have yet, and adds none twice.
   *
   * @returns in GitHub's words why it refuses them, or undefined
   */
  async addLabels(
    pullRequest: number,
    labels: string[],
  ): Promise<string | undefined> {
    const added = await this.#calls.callUnless(isUnwelcome, {
      what: 'label the pull request',
      request: () =>
        this.#client.rest.issues.addLabels({
          ...this.#target,
          issue_number: pullRequest,
          labels,
        }),
    });
    return isRefused(added) ? added.refused : undefined;
  }

  /**
   * Asks for reviews, of logins and of teams as `owner/slug`.
   *
   * @returns in GitHub's words why it refuses, or undefined
   */
  async requestReviews(
    pullRequest: number,
    reviewers: string[],
  ): Promise<string | undefined> {
    const teams = reviewers.filter(reviewer => reviewer.includes('/'));
    const asked = await this.#calls.callUnless(isUnwelcome, {
      what: 'ask for reviews',
      request: () =>
        this.#client.rest.pulls.requestReviewers({
          ...this.#target,
          pull_number: pullRequest,
          reviewers: reviewers.filter(reviewer => !reviewer.includes('/')),
          team_reviewers: teams.map(team => team.split('/')[1]),
        }),
    });
    return isRefused(asked) ? asked.refused : undefined;
  }

  /** The commit's id; undefined where there is no such branch. */
  async #findRef(branch: string): Promise<string | undefined> {
    const sha = await this.#calls.callUnless(isMissing, {
      what: `read the branch '${branch}'`,
      request: async () => {
        const { data } = await this.#client.rest.git.getRef({
          ...this.#target,
          ref: `heads/${branch}`,
        });
        return data.object.sha;
      },
    });
    return isRefused(sha) ? undefined : sha;
  }

  #toPullRequest(pull: PullRequestAnswer): PullRequest {
    const users = pull.requested_reviewers ?? [];
    const teams = pull.requested_teams ?? [];
    return {
      number: pull.number,
      url: pull.html_url,
      createdAt: pull.created_at,
      headCommit: pull.head.sha,
      labels: pull.labels.map(label => label.name),
      reviewers: [
        ...users.map(user => user.login),
        ...teams.map(team => `${this.#address.owner}/${team.slug}`),
      ],
    };
  }
}

function isMissing(failure: GithubFailure): boolean {
  return failure.status === 404;
}

function isTaken(failure: GithubFailure): boolean {
  return failure.status === 422 && ALREADY_EXISTS.test(failure.words);
}

function isDraftRefused(failure: GithubFailure): boolean {
  return failure.status === 422 && /\bdraft\b/i.test(failure.words);
}

function isUnwelcome(failure: GithubFailure): boolean {
  return (
    !failure.rateLimited &&
    failure.status !== undefined &&
    failure.status >= 400 &&
    failure.status < 500
  );
}
