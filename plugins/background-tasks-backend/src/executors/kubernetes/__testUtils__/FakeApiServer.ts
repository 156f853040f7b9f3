import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Cluster } from '../clusters';
import { clusterAt } from './clusterAt';

type Asked = { method: string; path: string; body: string };

/** An API server that has what the test puts there, and notes what it is asked. */
export class FakeApiServer {
  readonly asked: Asked[] = [];
  /** Objects and lists by their path, a page of a list by its path with the query `continue`. */
  readonly objects = new Map<string, object>();
  /** What containers printed, by the path of their Pod and `/log`, as the API gives it: each line after its time. */
  readonly logs = new Map<string, string>();
  /** Looks at each request before it is answered: a status says that it is refused. */
  refuse: (request: Asked) => number | undefined = () => undefined;
  private readonly clusters: Cluster[] = [];
  private readonly watches = new Map<string, ServerResponse>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeApiServer> {
    const server = createServer();
    const fake = new FakeApiServer(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', text => {
        body += text;
      });
      request.on('end', () => {
        const { pathname, searchParams } = new URL(
          request.url ?? '',
          'http://server',
        );
        if (searchParams.has('watch')) {
          response.writeHead(200).flushHeaders();
          fake.watches.set(pathname, response);
          return;
        }
        const log = fake.logs.get(pathname);
        if (log !== undefined) {
          fake.asked.push({ method: 'GET', path: pathname, body });
          response.writeHead(200, { 'content-type': 'text/plain' }).end(log);
          return;
        }
        const page = searchParams.get('continue');
        const path = page ? `${pathname}?continue=${page}` : pathname;
        const { status, answer } = fake.answer({
          method: request.method ?? '',
          path,
          body,
        });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  /** What was asked for that changes something, as `<method> <path>`. */
  get writes(): string[] {
    return this.asked
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);
  }

  get url(): string {
    const address = this.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return `http://127.0.0.1:${port}`;
  }

  /** Tells whoever watches a collection. @returns whether anybody does */
  say(
    path: string,
    object: object,
    type: 'MODIFIED' | 'DELETED' = 'MODIFIED',
  ): boolean {
    const watch = this.watches.get(path);
    watch?.write(`${JSON.stringify({ type, object })}\n`);
    return watch !== undefined;
  }

  /** A cluster with this server, closed with it. */
  cluster(options: Parameters<typeof clusterAt>[1] = {}): Cluster {
    const cluster = clusterAt(this.url, options);
    this.clusters.push(cluster);
    return cluster;
  }

  async close(): Promise<void> {
    for (const cluster of this.clusters) cluster.close();
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private answer(asked: Asked): { status: number; answer: object } {
    this.asked.push(asked);
    const { method, path, body } = asked;
    const refused = this.refuse(asked);
    if (refused !== undefined) {
      return { status: refused, answer: { message: `refused: ${refused}` } };
    }
    if (method === 'POST') {
      const made = JSON.parse(body);
      const metadata = {
        uid: `uid-of-${made.metadata.name}`,
        ...made.metadata,
      };
      const address = `${path}/${metadata.name}`;
      if (this.objects.has(address)) {
        return { status: 409, answer: { message: 'already exists' } };
      }
      this.objects.set(address, { ...made, metadata });
      return { status: 201, answer: { ...made, metadata } };
    }
    if (method === 'PATCH') {
      // Whole objects are applied; others are merged into what nobody looks at.
      const said = JSON.parse(body);
      if ('kind' in said) this.objects.set(path, said);
      return { status: 200, answer: {} };
    }
    const answer = this.objects.get(path);
    if (!answer) return { status: 404, answer: { message: 'not found' } };
    if (method === 'DELETE') this.objects.delete(path);
    return { status: 200, answer };
  }
}
