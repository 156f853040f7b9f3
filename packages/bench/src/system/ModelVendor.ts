import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

/** Events of one answer: a short turn of an agent. */
const DELTAS = 50;

/** A vendor of models that answers at once, or holds its answers back after their first event. */
export class ModelVendor {
  private readonly server: Server;
  private readonly held = new Set<ServerResponse>();

  static async start(): Promise<ModelVendor> {
    const vendor = new ModelVendor();
    vendor.server.listen(0, '127.0.0.1');
    await once(vendor.server, 'listening');
    return vendor;
  }

  private constructor() {
    this.server = createServer((request, response) => {
      request.resume();
      request.once('end', () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const [first, ...rest] = answer();
        response.write(first);
        if (request.headers['x-bench-hold']) {
          this.held.add(response);
          return;
        }
        for (const event of rest) response.write(event);
        response.end();
      });
    });
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The vendor has no port');
    }
    return `http://127.0.0.1:${address.port}`;
  }

  /** Ends the answers that are held back. */
  release(): void {
    for (const response of this.held) response.end(answer().slice(1).join(''));
    this.held.clear();
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** The events of an answer of Anthropic's Messages API, as "Streaming messages" publishes them. */
function answer(): string[] {
  const event = (type: string, body: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;
  const usage = {
    input_tokens: 3_000,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 2_000,
    output_tokens: 1,
  };
  return [
    event('message_start', { message: { id: 'msg_bench', usage } }),
    ...Array.from({ length: DELTAS }, () =>
      event('content_block_delta', {
        index: 0,
        delta: { type: 'text_delta', text: 'some words of an answer ' },
      }),
    ),
    event('message_delta', {
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: 250 },
    }),
    event('message_stop', {}),
  ];
}
