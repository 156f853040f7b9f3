import { describe, type RepositoryDescription } from './answers';
import { type GithubCalls, isRefused } from './GithubCalls';
import type { GithubClient } from './GithubClients';
import { isUnwelcome } from './githubErrors';
import type { GithubRepository } from './GithubRepository';

/** A fork that is there or is to be made, with the rights of the account that it belongs to. */
export class GithubFork {
  readonly repository: GithubRepository;
  readonly calls: GithubCalls;
  readonly #client: GithubClient;

  constructor(options: {
    client: GithubClient;
    calls: GithubCalls;
    repository: GithubRepository;
  }) {
    this.#client = options.client;
    this.calls = options.calls;
    this.repository = options.repository;
  }

  /**
   * Forks the repository; where there is a fork already, under whatever name, GitHub answers with that.
   *
   * @param organization - left out for the user of the token
   */
  async create(
    upstream: { owner: string; name: string },
    organization: string | undefined,
  ): Promise<RepositoryDescription> {
    return this.calls.call({
      what: `fork '${upstream.owner}/${upstream.name}'`,
      request: async () => {
        const { data } = await this.#client.rest.repos.createFork({
          owner: upstream.owner,
          repo: upstream.name,
          organization,
          request: { signal: this.calls.signal },
        });
        return describe(data);
      },
    });
  }

  /** @returns in GitHub's words why it refuses, or undefined */
  async synchronize(branch: string): Promise<string | undefined> {
    const { owner, name } = this.repository.address;
    const synchronized = await this.calls.callUnless(isUnwelcome, {
      what: 'bring the fork up to date',
      request: () =>
        this.#client.rest.repos.mergeUpstream({
          owner,
          repo: name,
          branch,
          request: { signal: this.calls.signal },
        }),
    });
    return isRefused(synchronized) ? synchronized.refused : undefined;
  }
}
