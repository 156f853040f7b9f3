import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** The way from the backend to the API server, which a test may cut while others go on using the server. */
export class ApiDoor {
  private readonly sockets = new Set<Socket>();
  private shut = false;

  /** @param server - the URL of the API server; @param host - an address that its certificate names */
  static async open(server: string, host: string): Promise<ApiDoor> {
    const { hostname, port } = new URL(server);
    const listener = createServer();
    const door = new ApiDoor(listener, { host: hostname, port: Number(port) });
    listener.listen({ host, port: 0 });
    await once(listener, 'listening');
    const address = listener.address();
    if (typeof address !== 'object' || !address) {
      throw new Error('The port of the door is not known');
    }
    door.url = `https://${host}:${address.port}`;
    return door;
  }

  url = '';

  private constructor(
    private readonly listener: Server,
    server: { host: string; port: number },
  ) {
    listener.on('connection', socket => {
      if (this.shut) {
        socket.destroy();
        return;
      }
      const inner = connect(server);
      for (const [one, other] of [
        [socket, inner],
        [inner, socket],
      ]) {
        this.sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  /** How many connections go through it. */
  get connections(): number {
    return Math.floor(this.sockets.size / 2);
  }

  /** Breaks whatever goes through it: watches, logs, requests. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets nothing through until it is opened again. */
  close(): void {
    this.shut = true;
    this.cut();
  }

  reopen(): void {
    this.shut = false;
  }

  async remove(): Promise<void> {
    this.close();
    this.listener.close();
    await once(this.listener, 'close');
  }
}
