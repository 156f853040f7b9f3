import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import {
  Agent,
  request as requestHttps,
  type RequestOptions as TlsRequestOptions,
} from 'node:https';
import {
  ResponseContext,
  type KubeConfig,
  type PromiseHttpLibrary,
  type RequestContext,
} from '@kubernetes/client-node';
import type { WritePace, WritePriority } from './WritePace';

/** A request whose answer is read as a whole is given up after this time. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** A connection over which nothing comes is probed by TCP, so that a silent death is noticed. */
const KEEP_ALIVE_MS = 15_000;

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** To delete one of these is to stop something. */
const RUNNING = /\/(?:jobs|pods)\/[^/]+$/;
const NAMESPACE = /\/namespaces\/([^/?]+)/;

class StaleConnectionError extends Error {}

/** A request to an API server. */
export type ApiRequest = {
  method: string;
  /** From the root of the server, with its query. */
  path: string;
  headers?: Record<string, string>;
  /** A write waits for its turn: what is to be said is asked for when it has come. */
  body?: string | (() => string);
  signal?: AbortSignal;
  /** How long the answer may take as a whole once the request is sent, in milliseconds. */
  timeoutMs?: number;
  /** Of a write; left out, it follows from what is written. */
  priority?: WritePriority;
};

/**
 * The connections to one API server, kept alive: the client's own library makes a new one for each request. Credentials
 * are asked for at each request, as tokens and certificates are renewed while we run.
 */
export class Transport implements PromiseHttpLibrary {
  private readonly tls = new Agent({
    keepAlive: true,
    keepAliveMsecs: KEEP_ALIVE_MS,
  });
  private readonly plain = new HttpAgent({ keepAlive: true });
  /** Requests that were sent, for those who count them. */
  requests = 0;

  constructor(
    private readonly kubeConfig: KubeConfig,
    private readonly pace: WritePace,
  ) {}

  /** Sends a request, a write when its turn has come; resolves with the head of the answer, whatever its status is. */
  async open(request: ApiRequest): Promise<IncomingMessage> {
    if (!WRITES.includes(request.method)) return this.give(request);
    const [, namespace = ''] = NAMESPACE.exec(request.path) ?? [];
    const done = await this.pace.turn(
      priorityOf(request),
      namespace,
      request.signal,
    );
    try {
      return await this.give(request);
    } finally {
      done();
    }
  }

  /** For the typed clients. */
  async send(context: RequestContext): Promise<ResponseContext> {
    const body = context.getBody();
    if (body !== undefined && typeof body !== 'string') {
      throw new Error('Only JSON is sent to an API server');
    }
    const { pathname, search } = new URL(context.getUrl());
    const message = await this.open({
      method: context.getHttpMethod(),
      path: this.relative(pathname) + search,
      headers: context.getHeaders(),
      body,
      signal: context.getSignal(),
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    const bytes = await readAll(message);
    return new ResponseContext(
      message.statusCode ?? 0,
      headersOf(message.headers),
      {
        text: async () => bytes.toString(),
        binary: async () => bytes,
      },
    );
  }

  close(): void {
    this.tls.destroy();
    this.plain.destroy();
  }

  private async give(request: ApiRequest): Promise<IncomingMessage> {
    const { signal, timeoutMs } = request;
    const timeout =
      timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const signals = [...(signal ? [signal] : []), ...timeout];
    const sent = {
      ...request,
      body: typeof request.body === 'function' ? request.body() : request.body,
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    };
    try {
      return await this.attempt(sent);
    } catch (error) {
      // The server closed a connection that it had not used for a while, just when we took it.
      if (error instanceof StaleConnectionError) return this.attempt(sent);
      throw error;
    }
  }

  private async attempt({
    method,
    path,
    headers = {},
    body,
    signal,
  }: ApiRequest & { body?: string }): Promise<IncomingMessage> {
    this.requests++;
    const server = new URL(this.server());
    const options: TlsRequestOptions = {};
    await this.kubeConfig.applyToHTTPSOptions(options);
    const secure = server.protocol === 'https:';
    // Its agent is one of its own for each request, unless a proxy is on the way.
    const proxied = this.kubeConfig.getCurrentCluster()?.proxyUrl !== undefined;
    const agent = proxied ? options.agent : (secure && this.tls) || this.plain;
    const all: TlsRequestOptions & RequestOptions = {
      ...options,
      agent,
      method,
      signal,
      host: server.hostname,
      port: server.port || (secure ? 443 : 80),
      path: server.pathname.replace(/\/$/, '') + path,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
        ...options.headers,
        ...lowerCased(headers),
      },
    };
    return await new Promise((resolve, reject) => {
      const sent = secure ? requestHttps(all) : requestHttp(all);
      sent.on('socket', socket => socket.setKeepAlive(true, KEEP_ALIVE_MS));
      sent.once('response', resolve);
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const stale = sent.reusedSocket && error.code === 'ECONNRESET';
        reject(stale ? new StaleConnectionError() : error);
      });
      sent.end(body);
    });
  }

  private server(): string {
    const cluster = this.kubeConfig.getCurrentCluster();
    if (!cluster) throw new Error('The kubeconfig names no cluster');
    return cluster.server;
  }

  private relative(pathname: string): string {
    const prefix = new URL(this.server()).pathname.replace(/\/$/, '');
    return pathname.startsWith(prefix)
      ? pathname.slice(prefix.length)
      : pathname;
  }
}

function priorityOf({ method, path, priority }: ApiRequest): WritePriority {
  if (priority) return priority;
  const [address] = path.split('?');
  return method === 'DELETE' && RUNNING.test(address) ? 'stop' : 'start';
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function headersOf(headers: IncomingMessage['headers']) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  );
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
