import type { GithubClient } from './GithubClients';
import { type GithubCalls, isRefused } from './GithubCalls';
import { isUnwelcome, type GithubFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';
import type { TreeEntry } from './planTree';
import {
  describe,
  toCommit,
  toPullRequest,
  type Commit,
  type PullRequest,
  type RepositoryDescription,
} from './answers';

const ALREADY_EXISTS = /already exists/i;

type Target = { owner: string; repo: string; request: { signal: AbortSignal } };

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

  get address(): RepositoryAddress {
    return this.#address;
  }

  /** Undefined where there is no such repository, or it may not be seen. */
  async describe(): Promise<RepositoryDescription | undefined> {
    const description = await this.#calls.callUnless(isMissing, {
      what: 'read the settings',
      request: async () => {
        const { data } = await this.#client.rest.repos.get(this.#target);
        return describe(data);
      },
    });
    return isRefused(description) ? undefined : description;
  }

  /** The id of the commit at the head of the branch; undefined where there is no such branch. */
  async branchHead(branch: string): Promise<string | undefined> {
    return this.#findRef(branch);
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
        return toCommit(data);
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
  async listPullRequests(
    branch: string,
    headOwner: string = this.#address.owner,
  ): Promise<PullRequest[]> {
    return this.#calls.call({
      what: 'list its pull requests',
      request: async () => {
        const { data } = await this.#client.rest.pulls.list({
          ...this.#target,
          head: `${headOwner}:${branch}`,
          state: 'all',
        });
        return data.map(pull => toPullRequest(pull, this.#address.owner));
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
        return toCommit(data);
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
    /** The owner of the fork that the branch is in, where it is in one. */
    headOwner?: string;
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
          head: options.headOwner
            ? `${options.headOwner}:${options.branch}`
            : options.branch,
          base: options.base,
          title: options.title,
          body: options.body,
          draft: options.draft,
        });
        return toPullRequest(data, this.#address.owner);
      },
      find: async () =>
        (
          await this.listPullRequests(options.branch, options.headOwner)
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
    const sha = await this.#calls.callUnless(isNotThere, {
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
}

function isMissing(failure: GithubFailure): boolean {
  return failure.status === 404;
}

/** A repository without any commit, or a fork that is still being made, answers 409. */
function isNotThere(failure: GithubFailure): boolean {
  return isMissing(failure) || failure.status === 409;
}

function isTaken(failure: GithubFailure): boolean {
  return failure.status === 422 && ALREADY_EXISTS.test(failure.words);
}

function isDraftRefused(failure: GithubFailure): boolean {
  return failure.status === 422 && /\bdraft\b/i.test(failure.words);
}
