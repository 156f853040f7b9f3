import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import type { Response } from 'express';
import type { TaskEventHub } from '../orchestration';
import type { Task } from '../tasks';
import { EventStream } from './EventStream';
import { jsonOf } from './jsonOf';
import { readPage } from './readPage';
import { repeatedly } from './repeatedly';
import { Viewer } from './Viewer';

/** One of the tasks that a stream is to follow: the task after a position, or the status of the refusal. */
export type FollowedTask = { ref: BackgroundTaskRef } & (
  | { task: Task; after: number }
  | { refused: number }
);

/**
 * Sends the events of several tasks as one event stream, each from its position on, until all have ended and all was
 * sent, or the viewer or the backend goes. One that the viewer may no longer see is left out from then on.
 */
export async function streamTasks(options: {
  response: Response;
  hub: TaskEventHub;
  tasks: readonly FollowedTask[];
  /** With what status each of some tasks is refused now; undefined where it is not. */
  refusals: (tasks: readonly Task[]) => Promise<(number | undefined)[]>;
  /** How long a right that was taken away still counts. */
  recheckMs: number;
  shutdown: AbortSignal;
}): Promise<void> {
  const { response, hub, refusals, recheckMs, shutdown } = options;
  const stream = EventStream.open(response);
  const viewer = new Viewer(response, shutdown);
  const followed = new Set<Followed>();
  const stopAsking = repeatedly(recheckMs, async () => {
    const asked = [...followed];
    const statuses = await refusals(asked.map(({ task }) => task));
    for (const [index, one] of asked.entries()) one.refused = statuses[index];
    viewer.wake();
  });
  try {
    await stream.begin();
    for (const one of options.tasks) {
      if ('refused' in one) {
        const status = one.refused;
        await stream.send(frame({ task: one.ref, type: 'refused', status }));
        continue;
      }
      const { ref, task, after } = one;
      const unsubscribe = hub.subscribe(task.uid, viewer.wake);
      followed.add({
        ref: JSON.stringify(ref),
        task,
        after,
        unsubscribe,
      });
    }
    while (!viewer.gone && followed.size > 0) {
      const news = viewer.next();
      let sent = 0;
      for (const one of followed) {
        sent += one.refused ? await refuse(one) : await sendPage(one);
      }
      if (sent === 0) await news;
    }
  } finally {
    stopAsking();
    for (const { unsubscribe } of followed) unsubscribe();
    viewer.close();
    stream.close();
  }

  /** @returns how many frames there were */
  async function sendPage(one: Followed): Promise<number> {
    const { ref, task } = one;
    const page = await readPage(hub, task, one.after);
    for (const event of page.events) {
      if (viewer.gone) return 0;
      one.after = event.position;
      await stream.send(
        `data: {"task":${ref},"type":"event","event":${jsonOf(event)}}\n\n`,
      );
    }
    if (!page.ended) return page.events.length;
    leave(one);
    await stream.send(`data: {"task":${ref},"type":"end"}\n\n`);
    return page.events.length + 1;
  }

  async function refuse(one: Followed): Promise<number> {
    const { ref, refused: status } = one;
    leave(one);
    await stream.send(
      `data: {"task":${ref},"type":"refused","status":${status}}\n\n`,
    );
    return 1;
  }

  function leave(one: Followed): void {
    one.unsubscribe();
    followed.delete(one);
  }
}

type Followed = {
  /** The status with which it is refused by now. */
  refused?: number;
  /** As JSON. */
  ref: string;
  task: Task;
  after: number;
  unsubscribe: () => void;
};

function frame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
