import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on loopback for browsers, which cuts each answer that takes longer than it likes. */
export class CuttingProxy {
  private constructor(
    private readonly server: Server,
    /** Where it listens, as a browser is told. */
    readonly url: string,
    private readonly counts: { cuts: number },
  ) {}

  /** @param lifetimeMs - how long it lets an answer go on */
  static async start(lifetimeMs: number): Promise<CuttingProxy> {
    const counts = { cuts: 0 };
    const server = createServer((incoming, answer) => {
      const onward = request(
        incoming.url ?? '',
        { method: incoming.method, headers: incoming.headers },
        from => {
          answer.writeHead(from.statusCode ?? 502, from.headers);
          from.pipe(answer);
          from.on('error', () => answer.destroy());
        },
      );
      const timer = setTimeout(() => {
        counts.cuts += 1;
        answer.destroy();
      }, lifetimeMs);
      answer.on('close', () => {
        clearTimeout(timer);
        onward.destroy();
      });
      onward.on('error', () => answer.destroy());
      incoming.pipe(onward);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CuttingProxy(server, addressOf(server.address()), counts);
  }

  /** How many answers it has cut. */
  get cuts(): number {
    return this.counts.cuts;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

function addressOf(address: AddressInfo | string | null): string {
  if (!address || typeof address === 'string') {
    throw new Error('The proxy does not listen on a port');
  }
  return `http://127.0.0.1:${address.port}`;
}
