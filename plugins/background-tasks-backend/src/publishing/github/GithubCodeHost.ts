import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import type {
  BaseMoved,
  CloneAccess,
  CodeHost,
  PublishRequest,
  PublishResult,
  PublishState,
  RepositoryOutline,
  ResolvedRepository,
} from '@background-tasks/plugin-background-tasks-node';
import { defaultPublishing, type PublishingSettings } from '../settings';
import { checkBase } from './checkBase';
import { GithubCalls, isRefused } from './GithubCalls';
import { GithubClients, type GithubClient } from './GithubClients';
import { GithubContents } from './GithubContents';
import { GithubFork } from './GithubFork';
import { readFailure } from './githubErrors';
import { GithubRepository } from './GithubRepository';
import { publishChange } from './publishChange';
import { readOutline } from './readOutline';
import {
  isLogin,
  parseRepositoryUrl,
  type RepositoryAddress,
} from './repositoryUrl';
import { Retries, type RetryEvent, type RetryOptions } from './Retries';
import { encodeBasic, Secrets } from './Secrets';

// Somebody waits for these answers.
const LOOKUP_TIMEOUT_MS = 20_000;
const LOOKUP_ATTEMPTS = 5;
const LOOKUP_MAX_WAIT_MS = 8_000;

/** What GithubCodeHost works with. */
export type GithubCodeHostOptions = {
  integrations: ScmIntegrations;
  credentials: GithubCredentialsProvider;
  logger: LoggerService;
  /** The portal's address, for task addresses that are relative. */
  portalUrl?: string;
  /** How failed requests are tried again. */
  retry?: RetryOptions;
  /** Told of each request that is about to be sent again. */
  onRetry?: (event: RetryEvent) => void;
  /** How changes are published; what is left out is the default. */
  publishing?: Partial<PublishingSettings>;
};

/** GitHub and GitHub Enterprise, as configured under `integrations.github`. */
export class GithubCodeHost implements CodeHost {
  readonly id = 'github';
  readonly #integrations: ScmIntegrations;
  readonly #clients: GithubClients;
  readonly #secrets: Secrets;
  readonly #retries: Retries;
  readonly #logger: LoggerService;
  readonly #portalUrl: string | undefined;
  readonly #settings: PublishingSettings;

  static create(options: GithubCodeHostOptions): GithubCodeHost {
    return new GithubCodeHost(options);
  }

  private constructor(options: GithubCodeHostOptions) {
    this.#integrations = options.integrations;
    this.#logger = options.logger;
    this.#portalUrl = options.portalUrl;
    this.#settings = { ...defaultPublishing, ...options.publishing };
    this.#secrets = new Secrets();
    this.#retries = new Retries({
      ...options.retry,
      logger: options.logger,
      onRetry: options.onRetry,
    });
    this.#clients = new GithubClients({
      ...options,
      secrets: this.#secrets,
      paced: this.#settings.paceWrites,
    });
  }

  handles(url: string): boolean {
    return this.#integrations.github.byUrl(url) !== undefined;
  }

  async resolve(url: string): Promise<ResolvedRepository> {
    const address = parseRepositoryUrl(url, this.#integrations);
    try {
      const client = this.#clients.forRepository(address);
      const { data } = await this.#lookUp(address, request =>
        client.rest.repos.get({ ...targetOf(address), request }),
      );
      // GitHub answers for a former name too: from here on the current one counts.
      return {
        key: `${address.host}/${data.id}`,
        host: address.host,
        owner: data.owner.login,
        name: data.name,
        url: `${this.#clients.webUrl(address.host)}/${data.owner.login}/${
          data.name
        }`,
      };
    } catch (error) {
      throw this.#lookupError(error, address);
    }
  }

  async canWrite(
    repository: ResolvedRepository,
    login: string,
  ): Promise<boolean | undefined> {
    if (!isLogin(login)) {
      return false;
    }
    try {
      const client = this.#clients.forRepository(repository);
      const { data } = await this.#lookUp(repository, request =>
        client.rest.repos.getCollaboratorPermissionLevel({
          ...targetOf(repository),
          username: login,
          request,
        }),
      );
      return data.permission === 'admin' || data.permission === 'write';
    } catch (error) {
      const { status, rateLimited } = readFailure(error);
      if (status === 404) {
        return false;
      }
      if (status === 403 && !rateLimited) {
        return undefined;
      }
      throw this.#lookupError(error, repository);
    }
  }

  async cloneAccess(repository: ResolvedRepository): Promise<CloneAccess> {
    const url = `${repository.url}.git`;
    try {
      const token = await this.#lookUp(
        repository,
        async () =>
          (await this.#clients.mintReadToken(repository)) ??
          (await this.#clients.token(repository)),
      );
      return token
        ? { url, authorization: `Basic ${encodeBasic(token)}` }
        : { url };
    } catch (error) {
      throw this.#lookupError(error, repository);
    }
  }

  async outline(
    repository: ResolvedRepository,
  ): Promise<RepositoryOutline | undefined> {
    return readOutline(
      this.#open(repository, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)),
    );
  }

  async pullRequestState(
    repository: ResolvedRepository,
    number: number,
  ): Promise<'open' | 'merged' | 'closed'> {
    try {
      const client = this.#clients.forRepository(repository);
      const { data } = await this.#lookUp(repository, request =>
        client.rest.pulls.get({
          ...targetOf(repository),
          pull_number: number,
          request,
        }),
      );
      return data.merged ? 'merged' : data.state;
    } catch (error) {
      throw this.#lookupError(error, repository);
    }
  }

  async publish(
    request: PublishRequest,
    options: {
      state: PublishState;
      onStep: (state: PublishState) => Promise<void>;
      signal: AbortSignal;
    },
  ): Promise<PublishResult> {
    const { signal } = options;
    const { task } = request;
    const opened = this.#open(request.repository, signal);
    return publishChange({
      ...opened,
      head: opened.repository,
      settings: this.#settings,
      openFork: ({ owner, name }) => {
        const address = { host: request.repository.host, owner, name };
        return new GithubFork(this.#open(address, signal));
      },
      forkUser: () => this.#userOf(opened),
      request: {
        ...request,
        task: { ...task, url: new URL(task.url, this.#portalUrl).href },
      },
      state: options.state,
      onStep: options.onStep,
      logger: this.#logger,
    });
  }

  async checkBase(
    request: PublishRequest,
    { signal }: { signal: AbortSignal },
  ): Promise<BaseMoved | undefined> {
    return checkBase({ ...this.#open(request.repository, signal), request });
  }

  #open(address: RepositoryAddress, signal: AbortSignal) {
    const client = this.#clients.forRepository(address);
    const calls = new GithubCalls({
      address,
      installation: this.#clients.installationOf(address),
      retries: this.#retries,
      secrets: this.#secrets,
      signal,
    });
    const options = { client, address, calls };
    return {
      client,
      calls,
      repository: new GithubRepository(options),
      contents: new GithubContents(options),
    };
  }

  /** The login behind the token; GitHub tells none for an App. */
  async #userOf({
    client,
    calls,
  }: {
    client: GithubClient;
    calls: GithubCalls;
  }): Promise<string | undefined> {
    const login = await calls.callUnless(({ status }) => status === 403, {
      what: 'say whose token is configured',
      request: async () => {
        const { data } = await client.rest.users.getAuthenticated({
          request: { signal: calls.signal },
        });
        return data.login;
      },
    });
    return isRefused(login) ? undefined : login;
  }

  async #lookUp<T>(
    address: RepositoryAddress,
    ask: (request: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.timeout(LOOKUP_TIMEOUT_MS);
    return this.#retries.run({
      installation: this.#clients.installationOf(address),
      what: `be asked about '${address.owner}/${address.name}'`,
      request: () => ask({ signal }),
      signal,
      attempts: LOOKUP_ATTEMPTS,
      maxWaitMs: LOOKUP_MAX_WAIT_MS,
    });
  }

  // No cause is kept: the client's errors carry the request with its headers.
  #lookupError(error: unknown, address: RepositoryAddress): Error {
    const { status, words, rateLimited } = readFailure(error);
    const { host, owner, name } = address;
    const quoted = `'${this.#secrets.redact(words)}'`;
    if (status === 404) {
      return new NotFoundError(
        `The repository '${owner}/${name}' was not found at '${host}'. Check that it exists, and that what 'integrations.github' configures for '${host}' can see it`,
      );
    }
    if ((status === 401 || status === 403) && !rateLimited) {
      return new NotAllowedError(
        `'${host}' refused access to the repository '${owner}/${name}': ${quoted}. Check that the token or GitHub App that 'integrations.github' configures for '${host}' is valid and may read it`,
      );
    }
    return new ServiceUnavailableError(
      `'${host}' could not be asked about the repository '${owner}/${name}': ${quoted}`,
    );
  }
}

function targetOf(address: RepositoryAddress): { owner: string; repo: string } {
  return { owner: address.owner, repo: address.name };
}
