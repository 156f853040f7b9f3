import { type GithubCalls, isRefused } from './GithubCalls';
import type { GithubClient } from './GithubClients';
import type { PastCommit } from '../conventions';
import type { GithubFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';

/** An entry of a tree. */
export type TreeItem = { type: string; mode: string; sha: string };

/** What came to a branch since a commit. */
export type Comparison = {
  /** The last commit that both have. */
  mergeBase: string;
  /** The changed paths, those before a rename too. */
  paths: string[];
  /** Whether these are all. */
  complete: boolean;
};

// GitHub shows no more files of a comparison.
const COMPARED_FILES_MAX = 300;

/** What publishing reads of a repository's contents. */
export class GithubContents {
  readonly #client: GithubClient;
  readonly #calls: GithubCalls;
  readonly #target: {
    owner: string;
    repo: string;
    request: { signal: AbortSignal };
  };

  constructor(options: {
    client: GithubClient;
    address: RepositoryAddress;
    calls: GithubCalls;
  }) {
    this.#client = options.client;
    this.#calls = options.calls;
    this.#target = {
      owner: options.address.owner,
      repo: options.address.name,
      request: { signal: options.calls.signal },
    };
  }

  /** Undefined where the two have nothing in common, or one is gone. */
  async compare(base: string, head: string): Promise<Comparison | undefined> {
    const compared = await this.#calls.callUnless(isMissing, {
      what: 'compare its commits',
      request: async () => {
        const { data } = await this.#client.rest.repos.compareCommits({
          ...this.#target,
          base,
          head,
          // The files come whole, on the first page; the commits are not looked at.
          per_page: 1,
        });
        const files = data.files ?? [];
        return {
          mergeBase: data.merge_base_commit.sha,
          paths: files.flatMap(({ filename, previous_filename: before }) =>
            before === undefined ? [filename] : [filename, before],
          ),
          complete: files.length < COMPARED_FILES_MAX,
        };
      },
    });
    return isRefused(compared) ? undefined : compared;
  }

  /** The entries of one directory, by name; none where there is no such tree. */
  async tree(sha: string): Promise<Map<string, TreeItem>> {
    const tree = await this.#calls.callUnless(isMissing, {
      what: 'read a directory',
      request: async () => {
        const { data } = await this.#client.rest.git.getTree({
          ...this.#target,
          tree_sha: sha,
        });
        return data.tree;
      },
    });
    return isRefused(tree)
      ? new Map()
      : new Map(
          tree.map(({ path, type, mode, sha: id }) => [
            path,
            { type, mode, sha: id },
          ]),
        );
  }

  /** The text of a file; undefined where it is larger than that, in bytes. */
  async text(sha: string, maxBytes: number): Promise<string | undefined> {
    return this.#calls.call({
      what: 'read a file',
      request: async () => {
        const { data } = await this.#client.rest.git.getBlob({
          ...this.#target,
          file_sha: sha,
        });
        return (data.size ?? 0) > maxBytes
          ? undefined
          : Buffer.from(data.content, 'base64').toString('utf8');
      },
    });
  }

  /** The commit's history, newest first. */
  async history(commit: string, count: number): Promise<PastCommit[]> {
    return this.#calls.call({
      what: 'read the history',
      request: async () => {
        const { data } = await this.#client.rest.repos.listCommits({
          ...this.#target,
          sha: commit,
          per_page: count,
        });
        return data.map(entry => ({
          message: entry.commit.message,
          isMerge: entry.parents.length > 1,
        }));
      },
    });
  }

  /** What the host knows of a login; undefined where it has none. */
  async user(
    login: string,
  ): Promise<{ id: number; login: string } | undefined> {
    const user = await this.#calls.callUnless(isMissing, {
      what: `look up the user '${login}'`,
      request: async () => {
        const { data } = await this.#client.rest.users.getByUsername({
          username: login,
          request: this.#target.request,
        });
        return { id: data.id, login: data.login };
      },
    });
    return isRefused(user) ? undefined : user;
  }
}

function isMissing(failure: GithubFailure): boolean {
  return failure.status === 404;
}
