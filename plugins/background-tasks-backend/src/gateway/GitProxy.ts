import http, {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GatewayError } from './GatewayError';
import { redactAuthorization } from './redactAuthorization';

/** Where git reads from, and the authorization that it needs, if any. */
export type GatewayCloneAccess = { url: string; authorization?: string };

// What a clone sends is a list of object ids: 16 MB name some 300,000 of them.
const REQUEST_MAX_BYTES = 16 * 1024 * 1024;
const ERROR_MAX_BYTES = 4 * 1024;
const REMEMBERED_REDIRECTS = 500;
/** A repository may be moved back, or another one made in its place. */
const REDIRECT_MS = 60_000;

const requestHeaders = [
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'git-protocol',
  'user-agent',
];
const responseHeaders = [
  'cache-control',
  'content-encoding',
  'content-length',
  'content-type',
  'expires',
  'pragma',
];

// No connection is kept: a code host may close it just as it is used again. Proxies count as for all of Node.
const agentOptions = {
  keepAlive: false,
  proxyEnv: process.env.NODE_USE_ENV_PROXY === '1' ? process.env : undefined,
};
const httpAgent = new http.Agent(agentOptions);
const httpsAgent = new https.Agent(agentOptions);

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  access: GatewayCloneAccess;
};

/** Passes git's two read requests on to a code host, with that host's authorization in place of the run's token. */
export class GitProxy {
  readonly #idleTimeoutMs: number;
  // Where renamed repositories are now, by the address that was asked for.
  readonly #moved = new Map<string, { to: string; at: number }>();

  constructor(options: { idleTimeoutMs: number }) {
    this.#idleTimeoutMs = options.idleTimeoutMs;
  }

  /**
   * Answers `GET …/info/refs?service=git-upload-pack`.
   *
   * @throws GatewayError where the answer has not begun yet
   */
  async advertise(exchange: Exchange): Promise<void> {
    const { access } = exchange;
    const suffix = '/info/refs?service=git-upload-pack';
    const from = this.#isFresh(access) ? this.#urlOf(access) : access.url;
    const answer = await this.#send(exchange, 'GET', from + suffix);
    const location = redirectOf(answer);
    if (location === undefined) {
      if (from === access.url) this.#moved.delete(access.url);
      await this.#passOn(exchange, answer);
      return;
    }
    answer.destroy();
    const to = movedTo(from, location);
    this.#remember(access.url, to);
    const second = await this.#send(exchange, 'GET', to + suffix);
    if (redirectOf(second) !== undefined) {
      second.destroy();
      throw new GatewayError(502, 'The code host redirects more than once.');
    }
    await this.#passOn(exchange, second);
  }

  /**
   * Answers `POST …/git-upload-pack`.
   *
   * @throws GatewayError where the answer has not begun yet
   */
  async fetch(exchange: Exchange): Promise<void> {
    if (
      Number(exchange.request.headers['content-length']) > REQUEST_MAX_BYTES
    ) {
      throw requestTooLarge();
    }
    // Where the advertisement came from, however long ago: the two belong together.
    const url = `${this.#urlOf(exchange.access)}/git-upload-pack`;
    const answer = await this.#send(exchange, 'POST', url);
    if (redirectOf(answer) !== undefined) {
      answer.destroy();
      throw new GatewayError(502, 'The code host redirects the clone.');
    }
    await this.#passOn(exchange, answer);
  }

  #urlOf(access: GatewayCloneAccess): string {
    return this.#moved.get(access.url)?.to ?? access.url;
  }

  #isFresh(access: GatewayCloneAccess): boolean {
    const at = this.#moved.get(access.url)?.at ?? 0;
    return Date.now() - at < REDIRECT_MS;
  }

  #remember(from: string, to: string): void {
    if (this.#moved.size >= REMEMBERED_REDIRECTS) {
      this.#moved.clear();
    }
    this.#moved.set(from, { to, at: Date.now() });
  }

  /** Sends the request to the code host. It is given up as soon as the client is gone. */
  async #send(
    { request, response, access }: Exchange,
    method: 'GET' | 'POST',
    address: string,
  ): Promise<IncomingMessage> {
    const url = new URL(address);
    const headers = pick(request.headers, requestHeaders);
    if (access.authorization) {
      headers.authorization = access.authorization;
    }
    if (method === 'POST') {
      headers['content-type'] = 'application/x-git-upload-pack-request';
    }
    const isHttps = url.protocol === 'https:';
    const send = isHttps ? https.request : http.request;
    const agent = isHttps ? httpsAgent : httpAgent;
    return new Promise((resolve, reject) => {
      const upstream = send(url, { method, headers, agent });
      const giveUp = () => upstream.destroy();
      response.once('close', giveUp);
      upstream.setTimeout(this.#idleTimeoutMs, () =>
        upstream.destroy(
          new GatewayError(504, 'The code host does not answer.'),
        ),
      );
      upstream.once('response', resolve);
      upstream.once('close', () => response.off('close', giveUp));
      upstream.on('error', error => reject(asGatewayError(error, url.host)));
      if (method === 'GET') {
        upstream.end();
        return;
      }
      // Not `pipeline`: it would destroy both ends at an error, and the refusal could be neither read nor sent.
      const limiter = limitBytes().on('error', error => {
        request.unpipe(limiter);
        upstream.destroy(error);
      });
      request.pipe(limiter).pipe(upstream);
    });
  }

  async #passOn(
    { response, access }: Exchange,
    answer: IncomingMessage,
  ): Promise<void> {
    const status = answer.statusCode ?? 502;
    if (status !== 200) {
      throw await refusal(status, answer, access);
    }
    response.writeHead(status, pick(answer.headers, responseHeaders));
    await pipeline(answer, response);
  }
}

function pick(
  headers: IncomingMessage['headers'],
  names: string[],
): OutgoingHttpHeaders {
  const picked: OutgoingHttpHeaders = {};
  for (const name of names) {
    if (headers[name] !== undefined) {
      picked[name] = headers[name];
    }
  }
  return picked;
}

function redirectOf(answer: IncomingMessage): string | undefined {
  const status = answer.statusCode ?? 0;
  return status >= 301 && status <= 308 && status !== 304
    ? answer.headers.location ?? ''
    : undefined;
}

/**
 * The repository's address after a redirect: code hosts send those that were renamed to their new place. It must be the
 * same origin, as our authorization goes with it.
 */
function movedTo(from: string, location: string): string {
  const asked = new URL(`${from}/info/refs`);
  const url = URL.canParse(location, asked) ? new URL(location, asked) : asked;
  if (url.origin !== asked.origin || !url.pathname.endsWith('/info/refs')) {
    throw new GatewayError(
      502,
      'The code host redirects to another place, which is not followed.',
    );
  }
  return url.origin + url.pathname.slice(0, -'/info/refs'.length);
}

function limitBytes(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length;
      if (bytes > REQUEST_MAX_BYTES) {
        callback(requestTooLarge());
        return;
      }
      callback(null, chunk);
    },
  });
}

function requestTooLarge(): GatewayError {
  return new GatewayError(
    413,
    `The request is larger than ${REQUEST_MAX_BYTES / 1024 / 1024} MiB.`,
  );
}

function asGatewayError(error: Error, host: string): GatewayError {
  return error instanceof GatewayError
    ? error
    : new GatewayError(
        502,
        `The code host '${host}' cannot be reached: ${error.message}`,
      );
}

/** The code host's refusal in its own words. */
async function refusal(
  status: number,
  answer: IncomingMessage,
  access: GatewayCloneAccess,
): Promise<GatewayError> {
  const isText = /^text\/plain\b/.test(answer.headers['content-type'] ?? '');
  const words = isText ? await readHead(answer) : '';
  answer.destroy();
  const said = redactAuthorization(words.trim(), access.authorization);
  if (status === 401) {
    // 401 would make git ask its user for a password, and it is not the run's token that is wrong.
    return new GatewayError(
      403,
      `The code host refused the credentials that it is configured with. ${said}`.trim(),
    );
  }
  return new GatewayError(
    status >= 400 ? status : 502,
    said || `The code host answered with status ${status}.`,
  );
}

async function readHead(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= ERROR_MAX_BYTES) {
        break;
      }
    }
  } catch {
    // What came before the connection broke says as much.
  }
  return Buffer.concat(chunks).subarray(0, ERROR_MAX_BYTES).toString('utf8');
}
