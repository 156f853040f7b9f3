import type { Response } from 'express';
import { drained } from './drained';

/** Proxies cut what is silent, usually after 60 s: nginx's proxy_read_timeout. */
const HEARTBEAT_MS = 15_000;

/** A viewer that reads nothing for so long is let go: its socket, and what waits for it here. */
const STALLED_MS = 60_000;

/** An answer that is an event stream, kept alive until it is closed. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(private readonly response: Response) {
    this.heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
    }, HEARTBEAT_MS);
  }

  /** Sends the head, in a form that proxies let through. */
  static open(response: Response): EventStream {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    return new EventStream(response);
  }

  /** Says a first word, so that viewers know at once that what is sent arrives. */
  async begin(): Promise<void> {
    await this.send('retry: 2000\n\n');
  }

  /** Sends frames; a slow viewer is waited for, but not for ever: it takes up again after what it has read. */
  async send(text: string): Promise<void> {
    if (this.response.write(text)) return;
    const giveUp = setTimeout(() => this.response.destroy(), STALLED_MS);
    await drained(this.response).finally(() => clearTimeout(giveUp));
  }

  close(): void {
    clearInterval(this.heartbeat);
    this.response.end();
  }
}
