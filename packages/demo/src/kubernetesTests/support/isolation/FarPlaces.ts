import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A host and a port to try. */
export type Place = { host: string; port: number };

/** Whether a server answers there. */
function isOpen({ host, port }: Place): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/**
 * Servers at addresses that nobody has here, which this machine takes for its own meanwhile: who does not reach them is
 * held back.
 */
export class FarPlaces {
  /** Those that this machine reaches without us; what they are to Pods is not known. */
  readonly others: Place[] = [];
  private readonly servers: Server[] = [];
  private readonly hosts: string[] = [];

  static async open(places: Place[]): Promise<FarPlaces> {
    const far = new FarPlaces();
    try {
      for (const place of places) {
        // A machine in a cloud has a server of metadata, which is not to be taken from it.
        if (await isOpen(place)) far.others.push(place);
        else await far.serve(place);
      }
      return far;
    } catch (error) {
      await far.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const server of this.servers.splice(0)) server.close();
    for (const host of this.hosts.splice(0)) {
      await run('ip', ['address', 'delete', `${host}/32`, 'dev', 'lo']);
    }
  }

  private async serve({ host, port }: Place): Promise<void> {
    if (await isNear(host)) {
      throw new Error(`${host} is in the network of this machine`);
    }
    // An earlier test that was killed may have left it.
    await run('ip', ['address', 'replace', `${host}/32`, 'dev', 'lo']);
    this.hosts.push(host);
    const server = createServer(socket => {
      socket.on('error', () => {});
      socket.end('far away');
    });
    this.servers.push(server);
    server.listen({ host, port });
    await once(server, 'listening');
  }
}

/** Whether a machine of this address would be in one of this machine's own networks, and so be taken from it. */
async function isNear(host: string): Promise<boolean> {
  try {
    const { stdout } = await run('ip', ['-json', 'route', 'get', host]);
    const [route] = JSON.parse(stdout);
    return route.gateway === undefined && route.dev !== 'lo';
  } catch {
    // There is no way to it at all.
    return false;
  }
}
