import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** One request that a task made. */
export type Call = { path: string; body: string; at: Date };

/** A server that tasks can reach, as the network is open to them: it hears of what they run, wherever that is. */
export class Beacon {
  private constructor(
    private readonly server: Server,
    readonly url: string,
    readonly calls: readonly Call[],
    private readonly answers: Map<string, string>,
  ) {}

  static async start(): Promise<Beacon> {
    const calls: Call[] = [];
    const answers = new Map<string, string>();
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      calls.push({ path: request.url ?? '', body, at: new Date() });
      response.end(answers.get(request.url ?? '') ?? 'heard');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The beacon has no port.');
    }
    return new Beacon(
      server,
      `http://127.0.0.1:${address.port}`,
      calls,
      answers,
    );
  }

  /** Says from now on what a path answers. */
  answer(path: string, body: string) {
    this.answers.set(path, body);
  }

  /** What was called below a path. */
  to(path: string): Call[] {
    return this.calls.filter(call => call.path.startsWith(path));
  }

  /** A shell command that calls it. */
  shell(path: string): string {
    return `node -e 'fetch("${this.url}${path}").catch(() => {})'`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
