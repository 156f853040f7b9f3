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

/** A request whose answer is read as a whole is given up after this time. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** A connection over which nothing comes is probed by TCP, so that a silent death is noticed. */
const KEEP_ALIVE_MS = 15_000;

class StaleConnectionError extends Error {}

/** A request to an API server. */
export type ApiRequest = {
  method: string;
  /** From the root of the server, with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
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

  constructor(private readonly kubeConfig: KubeConfig) {}

  /** Sends a request; resolves with the head of the answer, whatever its status is. */
  async open(request: ApiRequest): Promise<IncomingMessage> {
    try {
      return await this.attempt(request);
    } catch (error) {
      // The server closed a connection that it had not used for a while, just when we took it.
      if (error instanceof StaleConnectionError) return this.attempt(request);
      throw error;
    }
  }

  /** For the typed clients. */
  async send(context: RequestContext): Promise<ResponseContext> {
    const body = context.getBody();
    if (body !== undefined && typeof body !== 'string') {
      throw new Error('Only JSON is sent to an API server');
    }
    const { pathname, search } = new URL(context.getUrl());
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const signal = context.getSignal();
    const message = await this.open({
      method: context.getHttpMethod(),
      path: this.relative(pathname) + search,
      headers: context.getHeaders(),
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
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

  private async attempt({
    method,
    path,
    headers = {},
    body,
    signal,
  }: ApiRequest): Promise<IncomingMessage> {
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
