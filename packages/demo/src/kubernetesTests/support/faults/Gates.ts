import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { waitUntil } from '../../../systemTests/support/waitUntil';

/** What a gate does to who arrives: the first is number 1. */
export type GateRule = {
  /** This one has to wait, and those after it, until the gate is opened. */
  holdFrom?: number;
  /** What those are told who need not wait; `pass` by default. */
  word?: string;
};

/** Gates that what runs in a Pod waits at, so that a test acts just then; each counts who arrived. */
export class Gates {
  private readonly rules = new Map<string, GateRule>();
  private readonly arrivals = new Map<string, number>();
  private readonly held = new Map<string, ServerResponse[]>();

  /** @param host - the address that Pods reach it at */
  static async start(host: string): Promise<Gates> {
    const server = createServer();
    server.listen({ host, port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) {
      throw new Error('The port of the gates is not known');
    }
    return new Gates(server, host, address.port);
  }

  private constructor(
    private readonly server: Server,
    private readonly host: string,
    readonly port: number,
  ) {
    server.on('request', (request, response) => this.admit(request, response));
  }

  url(gate: string): string {
    return `http://${this.host}:${this.port}/${gate}`;
  }

  /** A line of a shell script that waits at a gate. */
  waitAt(gate: string): string {
    return `node -e 'fetch("${this.url(gate)}").then(answer => answer.text())'`;
  }

  set(gate: string, rule: GateRule): void {
    this.rules.set(gate, rule);
  }

  /** How many have arrived by now. */
  count(gate: string): number {
    return this.arrivals.get(gate) ?? 0;
  }

  async untilHeld(gate: string): Promise<void> {
    await waitUntil(`someone waits at the gate '${gate}'`, () =>
      this.held.has(gate),
    );
  }

  /** Lets pass who waits, and whoever comes. */
  open(gate: string): void {
    this.rules.delete(gate);
    for (const response of this.held.get(gate) ?? []) response.end('pass');
    this.held.delete(gate);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private admit(request: IncomingMessage, response: ServerResponse): void {
    const gate = (request.url ?? '/').slice(1);
    const number = this.count(gate) + 1;
    this.arrivals.set(gate, number);
    const { holdFrom = Infinity, word = 'pass' } = this.rules.get(gate) ?? {};
    if (number < holdFrom) {
      response.end(word);
      return;
    }
    this.held.set(gate, [...(this.held.get(gate) ?? []), response]);
  }
}
