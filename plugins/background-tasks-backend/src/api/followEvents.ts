import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import type { Response } from 'express';
import type { HubPage, TaskEventHub } from '../orchestration';
import type { Task } from '../tasks';
import { drained } from './drained';

const PAGE = 500;
/** Proxies cut what is silent, usually after 60 s: nginx's proxy_read_timeout. */
const HEARTBEAT_MS = 15_000;

type Options = {
  response: Response;
  hub: TaskEventHub;
  task: Task;
  /** Only events after this position. */
  after: number;
  shutdown: AbortSignal;
};

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
    if (shutdown.aborted || response.destroyed) this.leave();
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
export async function streamEvents(options: Options): Promise<void> {
  const { response, hub, task, shutdown } = options;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  const send = async (text: string) => {
    if (!response.write(text)) await drained(response);
  };
  const viewer = new Viewer(response, shutdown);
  const unsubscribe = hub.subscribe(task.uid, viewer.wake);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
  }, HEARTBEAT_MS);

  let { after } = options;
  try {
    await send('retry: 2000\n\n');
    while (!viewer.gone) {
      const news = viewer.next();
      const page = await readPage(hub, task, after);
      for (const event of page.events) {
        after = event.position;
        await send(frameOf(event));
        if (viewer.gone) return;
      }
      if (page.ended) {
        await send(`event: end\ndata: {}\n\n`);
        return;
      }
      if (page.events.length === 0) await news;
    }
  } finally {
    clearInterval(heartbeat);
    unsubscribe();
    viewer.close();
    response.end();
  }
}

/** Events after a position: those that are there, or else the first ones that come within the time. */
export async function pollEvents(
  options: Options & { waitMs: number },
): Promise<HubPage> {
  const { response, hub, task, after, shutdown, waitMs } = options;
  const viewer = new Viewer(response, shutdown);
  const unsubscribe = hub.subscribe(task.uid, viewer.wake);
  let late = waitMs === 0;
  // Not by the clock: a timer may fire a moment before it shows the time, and the wall clock may be set back.
  const timer = setTimeout(() => {
    late = true;
    viewer.wake();
  }, waitMs);
  try {
    for (;;) {
      const news = viewer.next();
      const page = await readPage(hub, task, after);
      const over = viewer.gone || late;
      if (page.events.length > 0 || page.ended || over) return page;
      await news;
    }
  } finally {
    clearTimeout(timer);
    unsubscribe();
    viewer.close();
  }
}

/** A page of events; where some were deleted, one in their place says so. */
async function readPage(
  hub: TaskEventHub,
  task: Task,
  after: number,
): Promise<HubPage> {
  const page = await hub.read(task.uid, after, PAGE);
  const [first] = page.events;
  const last = first ? first.position - 1 : task.lastPosition;
  const missing = first !== undefined || page.ended;
  if (!missing || last <= after) return page;
  const truncated: BackgroundTaskEvent = {
    position: last,
    time: first?.time ?? new Date(task.completedAt ?? 0).toISOString(),
    phase: first?.phase ?? task.phase,
    type: 'truncated',
  };
  return { ...page, events: [truncated, ...page.events] };
}

const frames = new WeakMap<BackgroundTaskEvent, string>();

/** An event as it goes over the wire: made once for all viewers that get the same one. */
function frameOf(event: BackgroundTaskEvent): string {
  const known = frames.get(event);
  if (known !== undefined) return known;
  const frame = `id: ${event.position}\nevent: ${
    event.type
  }\ndata: ${JSON.stringify(event)}\n\n`;
  frames.set(event, frame);
  return frame;
}
