import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import type { Response } from 'express';
import type { HubPage, TaskEventHub } from '../orchestration';
import type { Task } from '../tasks';
import { EventStream } from './EventStream';
import { jsonOf } from './jsonOf';
import { readPage } from './readPage';
import { repeatedly } from './repeatedly';
import { Viewer } from './Viewer';

/** A viewer who polls wants few answers, and can take so much at once. */
const POLL_PAGE = 2_000;

type Options = {
  response: Response;
  hub: TaskEventHub;
  task: Task;
  /** Only events after this position. */
  after: number;
  shutdown: AbortSignal;
};

/**
 * Sends a task's events as an event stream, from a position on, until the task has ended and all was sent, or the
 * viewer or the backend goes. A slow viewer is waited for: it reads from the store what it missed meanwhile. A viewer
 * who may no longer see the task is let go, and told so when they come back.
 */
export async function streamEvents(
  options: Options & {
    /** Whether the viewer may not see the task now. */
    isRefused: () => Promise<boolean>;
    /** How long a right that was taken away still counts. */
    recheckMs: number;
  },
): Promise<void> {
  const { response, hub, task, shutdown, isRefused, recheckMs } = options;
  const stream = EventStream.open(response);
  const viewer = new Viewer(response, shutdown);
  const unsubscribe = hub.subscribe(task.uid, viewer.wake);
  const stopAsking = repeatedly(recheckMs, async () => {
    if (await isRefused()) viewer.dismiss();
  });

  let { after } = options;
  try {
    await stream.begin();
    while (!viewer.gone) {
      const news = viewer.next();
      const page = await readPage(hub, task, after);
      for (const event of page.events) {
        after = event.position;
        await stream.send(frameOf(event));
        if (viewer.gone) return;
      }
      if (page.ended) {
        await stream.send(`event: end\ndata: {}\n\n`);
        return;
      }
      if (page.events.length === 0) await news;
    }
  } finally {
    stopAsking();
    unsubscribe();
    viewer.close();
    stream.close();
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
      const page = await readPage(hub, task, after, POLL_PAGE);
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

/** An event as it goes over the wire. */
function frameOf(event: BackgroundTaskEvent): string {
  return `id: ${event.position}\nevent: ${event.type}\ndata: ${jsonOf(
    event,
  )}\n\n`;
}
