import { PublishError } from '@background-tasks/plugin-background-tasks-node';
import type { GithubClient } from './GithubClients';
import { readFailure, type GithubFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';
import type { Secrets } from './Secrets';
import type { TreeEntry } from './planTree';

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
};

type Target = { owner: string; repo: string; request: { signal: AbortSignal } };

/**
 * The requests that publishing makes on one repository. All of them end as soon as the signal is aborted, with its
 * reason; any other failure is a PublishError in GitHub's own words.
 */
export class GithubRepository {
  readonly #client: GithubClient;
  readonly #address: RepositoryAddress;
  readonly #signal: AbortSignal;
  readonly #secrets: Secrets;
  readonly #target: Target;

  constructor(options: {
    client: GithubClient;
    address: RepositoryAddress;
    signal: AbortSignal;
    secrets: Secrets;
  }) {
    this.#client = options.client;
    this.#address = options.address;
    this.#signal = options.signal;
    this.#secrets = options.secrets;
    this.#target = {
      owner: options.address.owner,
      repo: options.address.name,
      request: { signal: options.signal },
    };
  }

  /** Undefined where there is no such commit. */
  async findCommit(sha: string): Promise<Commit | undefined> {
    return this.#callUnless(isMissing, `read the commit ${sha}`, async () => {
      const { data } = await this.#client.rest.git.getCommit({
        ...this.#target,
        commit_sha: sha,
      });
      return { sha: data.sha, tree: data.tree.sha, message: data.message };
    });
  }

  /** The commit at the head of the branch; undefined where there is no such branch. */
  async findBranch(branch: string): Promise<Commit | undefined> {
    const sha = await this.#callUnless(
      isMissing,
      `read the branch '${branch}'`,
      async () => {
        const { data } = await this.#client.rest.git.getRef({
          ...this.#target,
          ref: `heads/${branch}`,
        });
        return data.object.sha;
      },
    );
    return sha === undefined ? undefined : this.findCommit(sha);
  }

  /** The pull requests that were opened from the branch, open ones and others, newest first. */
  async listPullRequests(branch: string): Promise<PullRequest[]> {
    return this.#call('list its pull requests', async () => {
      const { data } = await this.#client.rest.pulls.list({
        ...this.#target,
        head: `${this.#address.owner}:${branch}`,
        state: 'all',
      });
      return data.map(pull => ({
        number: pull.number,
        url: pull.html_url,
        createdAt: pull.created_at,
        headCommit: pull.head.sha,
        labels: pull.labels.map(label => label.name),
      }));
    });
  }

  /** Returns the blob's object id. */
  async createBlob(base64: string): Promise<string> {
    return this.#call('store a file', async () => {
      const { data } = await this.#client.rest.git.createBlob({
        ...this.#target,
        content: base64,
        encoding: 'base64',
      });
      return data.sha;
    });
  }

  /** Returns the tree's object id. */
  async createTree(baseTree: string, entries: TreeEntry[]): Promise<string> {
    return this.#call('store the changed files', async () => {
      const { data } = await this.#client.rest.git.createTree({
        ...this.#target,
        base_tree: baseTree,
        tree: entries,
      });
      return data.sha;
    });
  }

  async createCommit(options: {
    tree: string;
    parent: string;
    message: string;
  }): Promise<Commit> {
    return this.#call('create the commit', async () => {
      const { data } = await this.#client.rest.git.createCommit({
        ...this.#target,
        tree: options.tree,
        parents: [options.parent],
        message: options.message,
      });
      return { sha: data.sha, tree: data.tree.sha, message: data.message };
    });
  }

  /** Returns false where the branch exists already. */
  async createBranch(branch: string, sha: string): Promise<boolean> {
    const created = await this.#callUnless(
      isTaken,
      `create the branch '${branch}'`,
      async () => {
        await this.#client.rest.git.createRef({
          ...this.#target,
          ref: `refs/heads/${branch}`,
          sha,
        });
        return true;
      },
    );
    return created !== undefined;
  }

  /** Undefined where there is already one for the branch. */
  async createPullRequest(options: {
    branch: string;
    base: string;
    title: string;
    body: string;
  }): Promise<PullRequest | undefined> {
    return this.#callUnless(isTaken, 'open the pull request', async () => {
      const { data } = await this.#client.rest.pulls.create({
        ...this.#target,
        head: options.branch,
        base: options.base,
        title: options.title,
        body: options.body,
      });
      return {
        number: data.number,
        url: data.html_url,
        createdAt: data.created_at,
        headCommit: data.head.sha,
        labels: data.labels.map(label => label.name),
      };
    });
  }

  /** GitHub makes a label that the repository does not have yet. */
  async addLabel(pullRequest: number, label: string): Promise<void> {
    await this.#call('label the pull request', () =>
      this.#client.rest.issues.addLabels({
        ...this.#target,
        issue_number: pullRequest,
        labels: [label],
      }),
    );
  }

  /** The request's result, or undefined where it fails as expected. */
  async #callUnless<T>(
    expected: (failure: GithubFailure) => boolean,
    what: string,
    request: () => Promise<T>,
  ): Promise<T | undefined> {
    this.#signal.throwIfAborted();
    try {
      return await untilAborted(request(), this.#signal);
    } catch (error) {
      this.#signal.throwIfAborted();
      const failure = readFailure(error);
      if (expected(failure)) {
        return undefined;
      }
      throw this.#publishError(what, failure);
    }
  }

  async #call<T>(what: string, request: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    try {
      return await untilAborted(request(), this.#signal);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw this.#publishError(what, readFailure(error));
    }
  }

  // No cause is kept: the client's errors carry the request with its headers.
  #publishError(what: string, failure: GithubFailure): PublishError {
    const { host, owner, name } = this.#address;
    const words = this.#secrets.redact(failure.words);
    const answer =
      failure.status === undefined
        ? `'${words}'`
        : `'${words}' (status ${failure.status})`;
    if (isRefusal(failure)) {
      return new PublishError(
        'accessDenied',
        `GitHub refused to ${what} in '${owner}/${name}': ${answer}. Check that the repository still exists, is not archived, and that what 'integrations.github' configures for '${host}' may write its contents and pull requests`,
      );
    }
    return new PublishError(
      'infrastructure',
      `GitHub could not ${what} in '${owner}/${name}': ${answer}`,
    );
  }
}

function isMissing(failure: GithubFailure): boolean {
  return failure.status === 404;
}

function isTaken(failure: GithubFailure): boolean {
  return failure.status === 422 && /already exists/i.test(failure.words);
}

function isRefusal(failure: GithubFailure): boolean {
  return (
    !failure.rateLimited &&
    (failure.status === 401 || failure.status === 403 || failure.status === 404)
  );
}

/**
 * Waits in the limiter do not know of the signal. Who waits is let go at once; the request then finds its signal aborted
 * and is not sent.
 */
async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
