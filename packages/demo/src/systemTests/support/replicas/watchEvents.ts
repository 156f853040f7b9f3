import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { createParser } from 'eventsource-parser';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './Caller';

const RECONNECT_MS = 200;

/** What a viewer saw of a task: each event as it came over the wire. */
export type Seen = { id: string; data: string };

/** How a stream went: to the end of the task, closed before it, broken off, or it was none. */
type StreamEnd = 'ended' | 'closed' | 'broken' | 'refused';

/**
 * Watches a task's events to their end as a browser would: over lost connections, with the last id that it saw.
 *
 * @param options - `seen` takes what comes, while it comes; `onStreamEnd` is told how each stream went
 */
export async function watchEvents(
  caller: Caller,
  task: BackgroundTaskRef,
  signal: AbortSignal,
  options: { seen?: Seen[]; onStreamEnd?: (how: StreamEnd) => void } = {},
): Promise<Seen[]> {
  const { seen = [], onStreamEnd } = options;
  for (;;) {
    signal.throwIfAborted();
    const how = await readOn(caller, task, seen, signal).catch(
      (): StreamEnd => 'broken',
    );
    onStreamEnd?.(how);
    if (how === 'ended') return seen;
    await delay(RECONNECT_MS, undefined, { signal });
  }
}

async function readOn(
  caller: Caller,
  { project, name }: BackgroundTaskRef,
  seen: Seen[],
  signal: AbortSignal,
): Promise<StreamEnd> {
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
  if (!response.ok || !response.body) return 'refused';
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
  return ended ? 'ended' : 'closed';
}
