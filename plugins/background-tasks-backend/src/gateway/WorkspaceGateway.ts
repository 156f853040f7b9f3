import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { GatewayError } from './GatewayError';
import { readGitRequest, readToken } from './gitRequest';
import type { ModelGateway } from './models';
import { GitProxy, type GatewayCloneAccess } from './GitProxy';

export type { GatewayCloneAccess } from './GitProxy';

const IDLE_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;

const refusalStatuses: Readonly<Record<string, number | undefined>> = {
  NotFoundError: 404,
  NotAllowedError: 403,
  ServiceUnavailableError: 503,
};

/** What the gateway works with. */
export type WorkspaceGatewayOptions = {
  host: string;
  /** 0 takes `lastPort`, or a free one. */
  port: number;
  /** The port that it had before: workspaces that outlived the backend still call that one. */
  lastPort?: number;
  logger: LoggerService;
  /** What a run's token gives read access to; undefined for an unknown token. It compares hashes, not tokens. */
  resolveCloneAccess: (
    token: string,
  ) => Promise<GatewayCloneAccess | undefined>;
  /** What answers under `/models/`; left out, there are no models. */
  models?: Pick<ModelGateway, 'handles' | 'handle' | 'close'>;
  /** How long a connection may be silent, in milliseconds; a minute by default. */
  idleTimeoutMs?: number;
};

/**
 * The one listener of the backend that workspaces can reach. Under `/git/<any name>.git` they read the repository of
 * their run: the run's token names it, and the code host's credentials stay here. Under `/models/<provider>` agents
 * reach the models of their provider, by a token of its own.
 */
export class WorkspaceGateway {
  readonly #options: WorkspaceGatewayOptions;
  readonly #git: GitProxy;
  #server: Server | undefined;
  #url: string | undefined;

  static create(options: WorkspaceGatewayOptions): WorkspaceGateway {
    return new WorkspaceGateway(options);
  }

  private constructor(options: WorkspaceGatewayOptions) {
    this.#options = options;
    this.#git = new GitProxy({
      idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    });
  }

  /** `http://host:port`, once started. */
  get url(): string {
    if (!this.#url) {
      throw new Error('The workspace gateway is not started');
    }
    return this.#url;
  }

  /** The port that it listens at, once started. */
  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** @throws Error where the port is taken, with the remedy */
  async start(): Promise<void> {
    const { host, port, lastPort, idleTimeoutMs } = this.#options;
    const server = createServer((request, response) => {
      this.#handle(request, response).catch(error =>
        this.#answerError(request, response, error),
      );
    });
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    // Longer than upstream may be silent, so that its silence is told rather than cut off.
    server.setTimeout(2 * (idleTimeoutMs ?? IDLE_TIMEOUT_MS));
    const asBefore =
      port === 0 &&
      lastPort !== undefined &&
      (await listen(server, host, lastPort).then(
        () => true,
        () => false,
      ));
    if (!asBefore) await listen(server, host, port);
    this.#server = server;
    this.#url = addressOf(server, host);
    this.#options.logger.info(`Workspace gateway listens at ${this.#url}`);
  }

  /** Ends what is under way too. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) {
      return;
    }
    this.#server = undefined;
    this.#url = undefined;
    this.#options.models?.close();
    await new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { models } = this.#options;
    if (models?.handles(request)) {
      await models.handle(request, response);
      return;
    }
    const { kind } = readGitRequest(request);
    if (kind === 'unknown') {
      throw new GatewayError(404, 'There is nothing at this address.');
    }
    if (kind === 'push') {
      throw new GatewayError(
        403,
        'This address is read-only. Changes are published by Background Tasks itself, once they have passed validation.',
      );
    }
    const token = readToken(request);
    const access = token === undefined ? undefined : await this.#resolve(token);
    if (!access) {
      throw new GatewayError(
        401,
        'The token is unknown. It ends together with its task.',
      );
    }
    const exchange = { request, response, access };
    await (kind === 'advertise'
      ? this.#git.advertise(exchange)
      : this.#git.fetch(exchange));
  }

  // What a code host says about a repository is written for people, and tells the clone phase what became of it.
  async #resolve(token: string): Promise<GatewayCloneAccess | undefined> {
    try {
      return await this.#options.resolveCloneAccess(token);
    } catch (error) {
      const status = isError(error) && refusalStatuses[error.name];
      throw status ? new GatewayError(status, error.message) : error;
    }
  }

  #answerError(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
  ): void {
    const { logger } = this.#options;
    if (response.headersSent || response.destroyed) {
      logger.debug(`A transfer to a workspace broke off: ${error}`);
      response.destroy();
      return;
    }
    const known = error instanceof GatewayError ? error : undefined;
    if (!known) {
      logger.error(`The workspace gateway failed: ${error}`);
    }
    const status = known?.status ?? 500;
    const message = known?.message ?? 'The gateway failed; its log says why.';
    logger.debug(`Workspace gateway: ${request.method} answered ${status}`);
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      // What is left of the request is not read.
      connection: 'close',
    };
    response.writeHead(
      status,
      status === 401
        ? { ...headers, 'www-authenticate': 'Basic realm="background-tasks"' }
        : headers,
    );
    response.end(`${message}\n`);
  }
}

async function listen(
  server: Server,
  host: string,
  port: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} of ${host} is taken; set another one in 'backgroundTasks.gateway.listen', or stop what listens there`,
            )
          : error,
      );
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The workspace gateway has no port');
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
