import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';
import { createAppAuth } from '@octokit/auth-app';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { fetchWhole } from './fetchWhole';
import { readFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';
import { type Secrets } from './Secrets';
import { traceRequests } from './traceRequests';
import { notificationLimits, writeLimits } from './writeLimits';

const PoliteOctokit: typeof Octokit = Octokit.plugin(throttling);

/** A client of GitHub's REST API that keeps to its limits. */
export type GithubClient = Octokit;

/** Makes clients and tokens from Backstage's `integrations.github` configuration. */
export class GithubClients {
  readonly #integrations: ScmIntegrations;
  readonly #credentials: GithubCredentialsProvider;
  readonly #logger: LoggerService;
  readonly #secrets: Secrets;
  readonly #paced: boolean;

  constructor(options: {
    integrations: ScmIntegrations;
    credentials: GithubCredentialsProvider;
    logger: LoggerService;
    secrets: Secrets;
    /** Whether writes are held to GitHub's limits before it refuses them. */
    paced: boolean;
  }) {
    this.#integrations = options.integrations;
    this.#credentials = options.credentials;
    this.#logger = options.logger;
    this.#secrets = options.secrets;
    this.#paced = options.paced;
  }

  /** The address of the host's pages and git, without a slash at the end. */
  webUrl(host: string): string {
    // A host is reached as its API is, so that `http:` typed by mistake never carries a token.
    return `${new URL(this.#apiUrl(host)).protocol}//${host}`;
  }

  /** What GitHub's limits count for: an App has one installation per owner, a token one for all. */
  installationOf(address: RepositoryAddress): string {
    return this.#config(address.host).apps?.length
      ? `${address.host}/${address.owner.toLowerCase()}`
      : address.host;
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
    const client = new PoliteOctokit({
      ...authentication,
      baseUrl: this.#apiUrl(address.host),
      userAgent: 'background-tasks',
      log: this.#clientLog(),
      request: { fetch: fetchWhole },
      throttle: {
        enabled: this.#paced,
        id: this.installationOf(address),
        write: writeLimits,
        notifications: notificationLimits,
        // Who is refused all the same waits as `Retries` says.
        onRateLimit: () => false,
        onSecondaryRateLimit: () => false,
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
