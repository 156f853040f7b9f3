import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ModelDialect,
  ModelPrice,
} from '@background-tasks/plugin-background-tasks-node';
import { hashRunToken } from '../../credentials';
import type {
  BudgetLimits,
  Committed,
  ModelAccess,
  ModelReservation,
  ModelStore,
} from '../../store';
import { Accesses } from './Accesses';
import { estimate } from './cost';
import { dialects } from './dialects';
import { isObject, type Dialect, type ModelRoute } from './Dialect';
import { ModelCallRecord } from './ModelCallRecord';
import { ModelRefusal } from './ModelRefusal';
import { parseBody, readBody } from './readBody';
import { endedTask, Reservations } from './Reservations';
import { Upstream } from './Upstream';

/** A provider whose models the gateway passes calls on to. */
export type GatewayProvider = {
  id: string;
  dialects: readonly ModelDialect[];
  /** Without a version and a slash at its end. */
  baseUrl: string;
  apiKey: string;
  /** The price of each model that is known. */
  prices: ReadonlyMap<string, ModelPrice | null>;
  /** Whether models that are not known may be used. */
  takesAnyModel: boolean;
  storePrompts: boolean;
};

/** What the model gateway works with. */
export type ModelGatewayOptions = {
  providers: readonly GatewayProvider[];
  store: ModelStore;
  /** What a project may use up. */
  limitsOf: (project: string) => BudgetLimits;
  /** A task's row changed: its totals, or that a budget is used up. */
  onCommitted: (committed: Committed) => void;
  logger: LoggerService;
  /** How long a model may be silent, in milliseconds; ten minutes by default. */
  idleTimeoutMs?: number;
};

/** Models think for minutes without a word where their answer is not streamed. */
const IDLE_TIMEOUT_MS = 10 * 60_000;
/** For agents whose calls wait for each other: calls take seconds to minutes. */
const RETRY_AFTER_SECONDS = '15';
/** Larger requests are read only once their token was looked up, whatever is known of it. */
const TRUSTED_BYTES = 256 * 1024;
const PATH = /^\/models\/([a-z0-9][a-z0-9-]{0,62})(\/.*)$/;

type Call = {
  request: IncomingMessage;
  response: ServerResponse;
  provider: GatewayProvider;
  dialect: Dialect;
  route: ModelRoute;
  url: URL;
};

/**
 * Passes the calls of agents on to their models: `/models/<provider>/…` with the key of the provider in place of the
 * run's token. What is called is counted and held within the budgets.
 */
export class ModelGateway {
  readonly #options: ModelGatewayOptions;
  readonly #reservations: Reservations;
  readonly #upstream: Upstream;
  readonly #accesses: Accesses;

  constructor(options: ModelGatewayOptions) {
    this.#options = options;
    this.#accesses = new Accesses(options.store);
    this.#reservations = new Reservations(options);
    this.#upstream = new Upstream(options.idleTimeoutMs ?? IDLE_TIMEOUT_MS);
  }

  close(): void {
    this.#reservations.close();
    this.#upstream.close();
  }

  /** Whether a request is for a model. */
  handles(request: IncomingMessage): boolean {
    return (request.url ?? '').startsWith('/models/');
  }

  /** Answers a request, also where it is refused. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { provider, dialect, route, url } = this.#find(request);
    try {
      if (!provider || !route) {
        throw new ModelRefusal(
          404,
          'notFound',
          'There is nothing at this address.',
        );
      }
      await this.#call({ request, response, provider, dialect, route, url });
    } catch (error) {
      this.#refuse(request, response, dialect, error);
    }
  }

  #find(request: IncomingMessage) {
    const url = new URL(request.url ?? '/', 'http://gateway');
    const [, id, path = ''] = PATH.exec(url.pathname) ?? [];
    const provider = this.#options.providers.find(known => known.id === id);
    for (const name of provider?.dialects ?? []) {
      const dialect = dialects[name];
      const route = dialect.route(request.method ?? '', path);
      if (route) {
        url.pathname = path;
        return { provider, dialect, route, url };
      }
    }
    const [name = 'openai-chat'] = provider?.dialects ?? [];
    return { provider, dialect: dialects[name], route: undefined, url };
  }

  async #call(call: Call): Promise<void> {
    const { request, provider, dialect, route, url } = call;
    const key = dialect.readKey(request.headers, url.searchParams);
    url.searchParams.delete('key');
    const tokenHash = key && hashRunToken(key);
    const access = tokenHash && (await this.#accessOf(tokenHash, call));
    if (!access || access.provider !== provider.id) throw endedTask();
    if (request.method === 'GET') {
      await this.#upstream.passOn(call, undefined);
      return;
    }
    const body = await readBody(request);
    // From here on it is the vendor that may not be silent for too long.
    request.socket.setTimeout(0);
    const parsed = parseBody(body);
    const model = route.model ?? parsed.model;
    if (typeof model !== 'string' || !/^[^\0]+$/.test(model)) {
      throw new ModelRefusal(
        400,
        'invalid',
        `'model' is missing, or has a NUL.`,
      );
    }
    this.#checkModel(provider, model);
    if (!route.metered) {
      await this.#upstream.passOn(call, body);
      return;
    }
    const refusal = dialect.refusal?.(parsed);
    if (refusal !== undefined) throw new ModelRefusal(400, 'invalid', refusal);
    const sent = dialect.askForUsage?.(parsed, body) ?? body;
    await this.#metered(call, { access, tokenHash, body: sent, parsed, model });
  }

  async #metered(
    call: Call,
    asked: {
      access: ModelAccess;
      tokenHash: string;
      body: Buffer;
      parsed: Record<string, unknown>;
      model: string;
    },
  ): Promise<void> {
    const { access, tokenHash, body, parsed, model } = asked;
    const { provider, dialect, response } = call;
    const price = provider.prices.get(model) ?? null;
    const expected = estimate(
      body.length,
      dialect.requestedOutput(parsed),
      price,
    );
    const limits = this.#options.limitsOf(access.project);
    const budgets = this.#budgetsOf(access);
    if (!price && budgets.some(budget => budget.usd !== undefined)) {
      throw new ModelRefusal(
        400,
        'invalid',
        `The price of '${model}' is unknown, so a budget in USD cannot be kept: set it in 'backgroundTasks.providers.${provider.id}.models'.`,
      );
    }
    const uid = randomUUID();
    const gone = new AbortController();
    const leave = () => gone.abort();
    response.once('close', leave);
    const { taskUid, project } = access;
    const { tokens, usd } = expected;
    if (budgets.length > 0) {
      await this.#reserve(
        { uid, taskUid, tokenHash, project, tokens, usd, limits },
        gone.signal,
      );
    }
    response.off('close', leave);
    if (gone.signal.aborted) {
      await this.#reservations.giveBack(uid);
      return;
    }
    const record = new ModelCallRecord({
      uid,
      access,
      model,
      price,
      expected,
      prompt: provider.storePrompts ? body.toString('utf8') : null,
    });
    try {
      await this.#upstream.passOn(call, body, record);
    } finally {
      const ended = record.end();
      // What the agent is answered does not wait for the books.
      if (ended) await this.#reservations.settle(ended);
      else await this.#reservations.giveBack(uid);
    }
  }

  async #reserve(
    reservation: ModelReservation,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#reservations.take(reservation, signal);
    } catch (error) {
      if (error instanceof ModelRefusal && error.kind === 'unauthenticated') {
        this.#accesses.forget(reservation.tokenHash);
      }
      throw error;
    }
  }

  /**
   * Whom a token belongs to. Whether it is still good is looked up here, unless the call has to be reserved and is
   * small: then it is looked up together with that.
   */
  async #accessOf(
    tokenHash: string,
    { request, route }: Pick<Call, 'request' | 'route'>,
  ): Promise<ModelAccess | undefined> {
    const bytes = Number(request.headers['content-length'] ?? Infinity);
    const small = route.metered && bytes <= TRUSTED_BYTES;
    const known = small ? this.#accesses.known(tokenHash) : undefined;
    if (known && this.#budgetsOf(known).length > 0) return known;
    return this.#accesses.lookUp(tokenHash);
  }

  #budgetsOf({ budget, project }: ModelAccess) {
    const { day, month } = this.#options.limitsOf(project);
    return [budget, day, month].filter(isObject);
  }

  #checkModel(provider: GatewayProvider, model: string): void {
    if (provider.takesAnyModel || provider.prices.has(model)) return;
    throw new ModelRefusal(
      400,
      'invalid',
      `The model '${model}' may not be used; use one of ${[
        ...provider.prices.keys(),
      ]
        .map(name => `'${name}'`)
        .join(', ')}.`,
    );
  }

  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    dialect: Dialect,
    error: unknown,
  ): void {
    const { logger } = this.#options;
    if (response.headersSent || response.destroyed) {
      logger.debug(`A call of a model broke off: ${error}`);
      response.destroy();
      return;
    }
    const known = error instanceof ModelRefusal ? error : undefined;
    if (!known) logger.error(`The model gateway failed: ${error}`);
    const status = known?.status ?? 500;
    const message = known?.message ?? 'The gateway failed; its log says why.';
    if (known?.kind === 'unauthenticated') {
      // A token that has just ended, or one that somebody found or made up: whoever operates this is to see it.
      logger.warn(
        `Model gateway: refused a call with a token that is unknown, or that has ended (${request.method} from ${request.socket.remoteAddress})`,
      );
    }
    if (known?.kind === 'keyRefused') {
      logger.error(`Model gateway: ${message}`);
    }
    logger.debug(`Model gateway: ${request.method} answered ${status}`);
    response.writeHead(status, {
      'content-type': 'application/json',
      // What is left of the request is not read.
      ...(!request.complete && { connection: 'close' }),
      ...(known?.kind === 'busy' && { 'retry-after': RETRY_AFTER_SECONDS }),
    });
    response.end(
      JSON.stringify(dialect.error(status, known?.kind ?? 'upstream', message)),
    );
  }
}
