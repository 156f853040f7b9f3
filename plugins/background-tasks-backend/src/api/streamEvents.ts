import type { Response } from 'express';
import type { TaskEventHub } from '../orchestration';
import { drained } from './drained';

const PAGE = 500;
/** Proxies cut what is silent, usually after 60 s: nginx's proxy_read_timeout. */
const HEARTBEAT_MS = 15_000;

/** Who watches: wakes at news, and when either side goes. */
class Viewer {
  gone = false;
  private resolve: () => void = () => {};

  constructor(
    private readonly response: Response,
    private readonly shutdown: AbortSignal,
  ) {
    response.on('close', this.leave);
    shutdown.addEventListener('abort', this.leave);
    if (shutdown.aborted) this.leave();
  }

  /** Resolves at the next wake after this call. */
  next(): Promise<void> {
    return new Promise(resolve => {
      this.resolve = resolve;
      if (this.gone) resolve();
    });
  }

  readonly wake = () => this.resolve();

  close(): void {
    this.response.off('close', this.leave);
    this.shutdown.removeEventListener('abort', this.leave);
  }

  private readonly leave = () => {
    this.gone = true;
    this.wake();
  };
}

/**
 * Sends a task's events as an event stream, from a position on, until the task has ended and all was sent, or the
 * viewer or the backend goes. A slow viewer is waited for: it reads from the store what it missed meanwhile.
 */
export async function streamEvents(options: {
  response: Response;
  hub: TaskEventHub;
  taskUid: string;
  after: number;
  shutdown: AbortSignal;
  /** Where the task's last event stands, once it has ended. */
  isFinal: () => Promise<{ lastPosition: number } | undefined>;
}): Promise<void> {
  const { response, hub, taskUid, shutdown } = options;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  const send = async (text: string) => {
    const more = response.write(text);
    if (!more) await drained(response);
  };
  const viewer = new Viewer(response, shutdown);
  const unsubscribe = hub.subscribe(taskUid, viewer.wake);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
  }, HEARTBEAT_MS);

  let { after } = options;
  try {
    await send('retry: 2000\n\n');
    while (!viewer.gone) {
      const news = viewer.next();
      const events = await hub.read(taskUid, after, PAGE);
      for (const event of events) {
        after = event.position;
        await send(
          `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(
            event,
          )}\n\n`,
        );
        if (viewer.gone) return;
      }
      if (events.length > 0) continue;
      const final = await options.isFinal();
      if (final && final.lastPosition <= after) {
        await send(`event: end\ndata: {}\n\n`);
        return;
      }
      if (!final) await news;
    }
  } finally {
    clearInterval(heartbeat);
    unsubscribe();
    viewer.close();
    response.end();
  }
}
