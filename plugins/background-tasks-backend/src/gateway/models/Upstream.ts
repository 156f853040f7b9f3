import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import type { Dialect } from './Dialect';
import type { ModelCallRecord } from './ModelCallRecord';
import { ModelRefusal } from './ModelRefusal';

/** Connections that nobody uses are closed after so long: before most servers do it themselves. */
const KEEP_ALIVE_MS = 4_000;

/** Headers that end here, by RFC 9110 section 7.6.1 and its predecessors. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** What is between the agent and us alone, or is said anew. */
const ownRequestHeaders = [
  'accept-encoding',
  'authorization',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'x-api-key',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-goog-api-key',
];
const ownResponseHeaders = ['set-cookie'];

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  provider: { baseUrl: string; apiKey: string };
  dialect: Dialect;
  /** What was asked for: the path behind the provider's. */
  url: URL;
};

/** Passes calls on to the vendors of models, and their answers back as they come. */
export class Upstream {
  readonly #agents: { http: http.Agent; https: https.Agent };

  constructor(private readonly idleTimeoutMs: number) {
    // Proxies count as for all of Node.
    const options = {
      keepAlive: true,
      timeout: KEEP_ALIVE_MS,
      proxyEnv:
        process.env.NODE_USE_ENV_PROXY === '1' ? process.env : undefined,
    };
    this.#agents = {
      http: new http.Agent(options),
      https: new https.Agent(options),
    };
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  /**
   * Answers a request with what the vendor says: status, headers and body, byte for byte and at once.
   *
   * @throws ModelRefusal where the vendor gives no answer
   */
  async passOn(
    exchange: Exchange,
    body: Buffer | undefined,
    record?: ModelCallRecord,
  ): Promise<void> {
    const { response, dialect } = exchange;
    const answer = await this.#send(exchange, body, record);
    const status = answer.statusCode ?? 502;
    record?.answered(dialect, status, answer.headers);
    if (status === 401 || status === 403) {
      answer.destroy();
      // 401 would say that it is the agent's token.
      throw new ModelRefusal(
        403,
        'keyRefused',
        `The provider at '${
          new URL(exchange.provider.baseUrl).host
        }' refused the API key that the portal has for it (status ${status}): whoever operates the portal has to look at it.`,
      );
    }
    response.writeHead(status, passedOn(answer.headers, ownResponseHeaders));
    // Nearly always together with the first words: else alone, as soon as it is known that there are none yet.
    setImmediate(() => response.flushHeaders());
    await pour(answer, response, chunk => record?.push(chunk));
    record?.completed();
  }

  /** Sends the request. It is given up as soon as the agent is gone. */
  async #send(
    { request, response, provider, dialect, url }: Exchange,
    body: Buffer | undefined,
    record: ModelCallRecord | undefined,
  ): Promise<IncomingMessage> {
    const target = new URL(provider.baseUrl + url.pathname + url.search);
    const headers = {
      ...passedOn(request.headers, ownRequestHeaders),
      // What was used is read from the answer, so it must not be compressed.
      'accept-encoding': 'identity',
      ...(body && { 'content-length': body.length }),
      ...dialect.authorize(provider.apiKey),
    };
    const isHttps = target.protocol === 'https:';
    const attempt = (again: boolean): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const upstream = (isHttps ? https : http).request(target, {
          method: request.method,
          headers,
          agent: isHttps ? this.#agents.https : this.#agents.http,
        });
        const giveUp = () => upstream.destroy();
        response.once('close', giveUp);
        upstream.setTimeout(this.idleTimeoutMs, () => {
          upstream.destroy(
            new ModelRefusal(504, 'upstream', 'The model does not answer.'),
          );
        });
        upstream.once('response', resolve);
        upstream.once('close', () => response.off('close', giveUp));
        upstream.on('error', error => {
          // The vendor closed the connection just as it was used again: nothing of this request was read.
          if (again && upstream.reusedSocket && isReset(error)) {
            attempt(false).then(resolve, reject);
            return;
          }
          if (isUnreached(error)) record?.failed();
          reject(asRefusal(error, target.host));
        });
        upstream.end(body);
        record?.left();
      });
    return attempt(true);
  }
}

/**
 * Passes an answer on as it comes, no faster than it is taken. By hand: each piece of a stream goes through here, and
 * a pipeline with a transform takes twice as long.
 */
async function pour(
  answer: IncomingMessage,
  response: ServerResponse,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  let unread: Buffer[] = [];
  const read = () => {
    const chunks = unread;
    unread = [];
    chunks.forEach(onChunk);
  };
  const poured = new Promise<void>((resolve, reject) => {
    answer.on('data', (chunk: Buffer) => {
      if (!response.write(chunk)) answer.pause();
      // The agent does not wait for what is read here: that comes when all that is there has left.
      if (unread.push(chunk) === 1) setImmediate(read);
    });
    response.on('drain', () => answer.resume());
    answer.once('end', () => response.end(resolve));
    answer.once('error', reject);
    response.once('error', reject);
    response.once('close', () => {
      if (!response.writableFinished) reject(new Error('The agent is gone'));
    });
  });
  await poured.finally(read);
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

/** Whether a connection was never made. */
function isUnreached(error: NodeJS.ErrnoException): boolean {
  return ['connect', 'getaddrinfo'].includes(error.syscall ?? '');
}

function asRefusal(error: Error, host: string): ModelRefusal {
  return error instanceof ModelRefusal
    ? error
    : new ModelRefusal(
        502,
        'upstream',
        `The provider at '${host}' cannot be reached: ${error.message}`,
      );
}

/** Headers without those that end here, and those that the sender says end here. */
function passedOn(
  headers: IncomingHttpHeaders,
  own: readonly string[],
): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const left = new Set([...hopByHop, ...own, ...named]);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !left.has(name)),
  );
}
