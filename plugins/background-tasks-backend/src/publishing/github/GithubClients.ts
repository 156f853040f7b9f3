import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';
import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { readFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';
import { type Secrets } from './Secrets';
import { traceRequests } from './traceRequests';
import { notificationLimits, writeLimits } from './writeLimits';

const PoliteOctokit: typeof Octokit = Octokit.plugin(throttling, retry);

/** A client of GitHub's REST API that keeps to its limits. */
export type GithubClient = Octokit;

const REQUEST_TIMEOUT_MS = 60_000;
const RATE_LIMIT_RETRIES = 3;
// The primary limit is renewed once an hour: who waits longer than this is told instead.
const RATE_LIMIT_MAX_WAIT_S = 15 * 60;
const SERVER_ERROR_RETRIES = 3;

/** Makes clients and tokens from Backstage's `integrations.github` configuration. */
export class GithubClients {
  readonly #integrations: ScmIntegrations;
  readonly #credentials: GithubCredentialsProvider;
  readonly #logger: LoggerService;
  readonly #secrets: Secrets;

  constructor(options: {
    integrations: ScmIntegrations;
    credentials: GithubCredentialsProvider;
    logger: LoggerService;
    secrets: Secrets;
  }) {
    this.#integrations = options.integrations;
    this.#credentials = options.credentials;
    this.#logger = options.logger;
    this.#secrets = options.secrets;
  }

  /** The address of the host's pages and git, without a slash at the end. */
  webUrl(host: string): string {
    // A host is reached as its API is, so that `http:` typed by mistake never carries a token.
    return `${new URL(this.#apiUrl(host)).protocol}//${host}`;
  }

  /** A client with the configured rights on the repository. */
  forRepository(address: RepositoryAddress): GithubClient {
    const client = this.#createClient(address, {});
    client.hook.before('request', async options => {
      const token = await this.token(address);
      if (token) {
        options.headers.authorization = `token ${token}`;
      }
    });
    return client;
  }

  /** The configured token for the repository, if any. Backstage renews it, so it is asked for each time. */
  async token(address: RepositoryAddress): Promise<string | undefined> {
    const { token } = await this.#credentials.getCredentials({
      url: `${this.webUrl(address.host)}/${address.owner}/${address.name}`,
    });
    if (token) {
      this.#secrets.add(token);
    }
    return token;
  }

  /**
   * A token that reads this one repository and nothing else. Undefined where no configured GitHub App is installed on
   * it.
   */
  async mintReadToken(address: RepositoryAddress): Promise<string | undefined> {
    const owner = address.owner.toLowerCase();
    for (const app of this.#config(address.host).apps ?? []) {
      const owners = app.allowedInstallationOwners;
      if (owners && !owners.some(allowed => allowed.toLowerCase() === owner)) {
        continue;
      }
      const client = this.#createClient(address, {
        authStrategy: createAppAuth,
        auth: { appId: app.appId, privateKey: app.privateKey },
      });
      const installationId = await findInstallation(client, address);
      if (installationId === undefined) {
        continue;
      }
      const { data } = await client.rest.apps.createInstallationAccessToken({
        installation_id: installationId,
        repositories: [address.name],
        permissions: { contents: 'read' },
      });
      this.#secrets.add(data.token);
      return data.token;
    }
    return undefined;
  }

  #createClient(
    address: RepositoryAddress,
    authentication: Pick<
      ConstructorParameters<typeof Octokit>[0] & object,
      'auth' | 'authStrategy'
    >,
  ): GithubClient {
    const config = this.#config(address.host);
    const retryLimited =
      (what: string) =>
      (
        retryAfter: number,
        _options: object,
        _client: object,
        count: number,
      ) => {
        const retries =
          count < RATE_LIMIT_RETRIES && retryAfter <= RATE_LIMIT_MAX_WAIT_S;
        this.#logger.warn(
          `GitHub's ${what} limit is reached at '${address.host}', ${
            retries ? `waiting ${retryAfter} s` : 'giving up'
          }`,
        );
        return retries;
      };
    const client = new PoliteOctokit({
      ...authentication,
      baseUrl: this.#apiUrl(address.host),
      userAgent: 'background-tasks',
      log: this.#clientLog(),
      request: { fetch: fetchWithTimeout },
      throttle: {
        // Limits are per installation: an App has one per owner, a token one for all.
        id: config.apps?.length
          ? `${address.host}/${address.owner.toLowerCase()}`
          : address.host,
        write: writeLimits,
        notifications: notificationLimits,
        onRateLimit: retryLimited('rate'),
        onSecondaryRateLimit: retryLimited('secondary rate'),
      },
      retry: {
        retries: SERVER_ERROR_RETRIES,
        // Only what may pass by itself is tried again; 403 and 429 are the limiter's.
        doNotRetry: [400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 451],
      },
    });
    return traceRequests(client);
  }

  #clientLog() {
    const debug = (message: string) =>
      this.#logger.debug(this.#secrets.redact(message));
    return { debug, info: debug, warn: debug, error: debug };
  }

  #config(host: string): GithubIntegrationConfig {
    const integration = this.#integrations.github.byHost(host);
    if (!integration) {
      throw new Error(`No GitHub integration is configured for '${host}'`);
    }
    return integration.config;
  }

  #apiUrl(host: string): string {
    return this.#config(host).apiBaseUrl ?? `https://${host}/api/v3`;
  }
}

async function findInstallation(
  client: GithubClient,
  address: RepositoryAddress,
): Promise<number | undefined> {
  try {
    const { data } = await client.rest.apps.getRepoInstallation({
      owner: address.owner,
      repo: address.name,
    });
    return data.id;
  } catch (error) {
    if (readFailure(error).status === 404) {
      return undefined;
    }
    throw error;
  }
}

async function fetchWithTimeout(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = init?.signal
    ? AbortSignal.any([init.signal, timeout])
    : timeout;
  return fetch(input, { ...init, signal });
}
