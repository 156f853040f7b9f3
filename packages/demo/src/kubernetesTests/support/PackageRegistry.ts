import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

type Answer = { status: number; type: string; body: Buffer };

/**
 * Packages for workspaces without a way out: hands on what this machine's npm would be given, and keeps it, so that a
 * package comes from afar once.
 */
export class PackageRegistry {
  private readonly answers = new Map<string, Promise<Answer>>();

  /** @param host - the address that Pods reach it at */
  static async start(host: string): Promise<PackageRegistry> {
    const { stdout } = await promisify(execFile)('npm', [
      ...['config', 'get', 'registry', '--location=user'],
    ]);
    const server = createServer();
    server.listen({ host, port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) {
      throw new Error('The port of the package registry is not known');
    }
    return new PackageRegistry(
      server,
      stdout.trim().replace(/\/+$/, ''),
      host,
      address.port,
    );
  }

  private constructor(
    private readonly server: Server,
    private readonly upstream: string,
    private readonly host: string,
    readonly port: number,
  ) {
    server.on('request', (request, response) => {
      this.handle(request, response).catch(error => {
        response.writeHead(502).end(String(error));
      });
    });
  }

  get url(): string {
    return `http://${this.host}:${this.port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'GET') {
      response.writeHead(405).end();
      return;
    }
    const accept = request.headers.accept ?? '*/*';
    const answer = await this.get(request.url ?? '/', accept);
    response
      .writeHead(answer.status, { 'content-type': answer.type })
      .end(answer.body);
  }

  private get(path: string, accept: string): Promise<Answer> {
    const key = `${accept} ${path}`;
    const known = this.answers.get(key);
    if (known) return known;
    const answer = this.ask(path, accept);
    this.answers.set(key, answer);
    const forget = () => this.answers.delete(key);
    answer.then(({ status }) => status === 200 || forget(), forget);
    return answer;
  }

  private async ask(path: string, accept: string): Promise<Answer> {
    const response = await fetch(`${this.upstream}${path}`, {
      headers: { accept },
    });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? 'application/octet-stream',
      body: Buffer.from(await response.arrayBuffer()),
    };
  }
}
