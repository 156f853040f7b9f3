import { createParser } from 'eventsource-parser';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './Caller';

const RECONNECT_MS = 200;

/** What a viewer saw of a task: each event as it came over the wire. */
export type Seen = { id: string; data: string };

/** Watches a task's events to their end as a browser would: over lost connections, with the last id that it saw. */
export async function watchEvents(
  caller: Caller,
  task: BackgroundTaskRef,
  signal: AbortSignal,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    signal.throwIfAborted();
    const ended = await readOn(caller, task, seen, signal).catch(() => false);
    if (ended) return seen;
    await delay(RECONNECT_MS, undefined, { signal });
  }
}

async function readOn(
  caller: Caller,
  { project, name }: BackgroundTaskRef,
  seen: Seen[],
  signal: AbortSignal,
): Promise<boolean> {
  const replica = await caller.next();
  const lastId = seen.at(-1)?.id;
  const response = await fetch(
    `${replica.portal.url}/api/background-tasks/projects/${project}/background-tasks/${name}/events`,
    {
      signal,
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${await caller.token(replica)}`,
        ...(lastId !== undefined && { 'last-event-id': lastId }),
      },
    },
  );
  if (!response.ok || !response.body) return false;
  let ended = false;
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      if (event === 'end') ended = true;
      else seen.push({ id: id ?? '', data });
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
  }
  return ended;
}
