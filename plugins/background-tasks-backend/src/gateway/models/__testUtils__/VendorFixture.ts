import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request as a vendor got it. */
export type VendorRequest = {
  request: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
};

/** A vendor of models on loopback: it records what it is asked, and answers as a test says. */
export class VendorFixture {
  readonly asked: VendorRequest[] = [];
  answer: (asked: VendorRequest) => void | Promise<void> = ({ response }) => {
    response.writeHead(404).end();
  };

  static async start(): Promise<VendorFixture> {
    const fixture = new VendorFixture();
    fixture.server.listen(0, '127.0.0.1');
    await once(fixture.server, 'listening');
    return fixture;
  }

  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      buffer(request)
        .then(async body => {
          const asked = { request, body, response };
          this.asked.push(asked);
          await this.answer(asked);
        })
        .catch(error => response.destroy(error));
    });
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('No port');
    }
    return `http://127.0.0.1:${address.port}`;
  }

  /** Answers all requests with these events, one chunk each. */
  streams(chunks: string[]): void {
    this.answer = ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const chunk of chunks) response.write(chunk);
      response.end();
    };
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
