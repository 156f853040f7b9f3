import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
  FollowUpdate,
} from '@background-tasks/plugin-background-tasks-common';
import { errorStatus } from '../../api';
import { Backoff, pause } from './Backoff';
import { isRefusal } from './isRefusal';

/** New wishes often come together, such as when tabs are restored: one stream is opened for them, not several. */
const GATHER_MS = 30;
/** The backend speaks at once when a stream opens: what is silent then is held back by something in between. */
const FIRST_WORD_MS = 10_000;
/** Three missed heartbeats: a connection that is dead without having been closed. */
const SILENCE_MS = 45_000;
/** A stream that lived so long was none that failed. */
const LIVED_MS = 3_000;
/** After so many streams without a word there are long polls instead. */
const MUTE_STREAMS = 2;
const POLL_WAIT_SECONDS = 25;
/** How long there are only polls before a stream is tried again. */
const POLLING_MS = 5 * 60_000;

type Followed = { ref: BackgroundTaskRef; next: number };

type Options = {
  api: BackgroundTasksApi;
  /** What is to be followed now. */
  feeds: () => readonly Followed[];
  /** Aborts when `feeds` says something else; asked for anew after each time. */
  changed: () => AbortSignal;
  signal: AbortSignal;
  onUpdate: (update: FollowUpdate) => void;
  onConnection: (connection: 'live' | 'reconnecting') => void;
};

/**
 * Follows all feeds by one stream until `signal` aborts: a lost connection is taken up again where it was, with
 * growing pauses; where no stream comes through there are long polls. It never rejects.
 */
export async function followFeeds(options: Options): Promise<void> {
  const { signal } = options;
  const backoff = new Backoff();
  let mute = 0;
  let pollUntil = 0;
  while (!signal.aborted) {
    const round = AbortSignal.any([signal, options.changed()]);
    await pause(GATHER_MS, round);
    if (round.aborted) continue;
    if (options.feeds().length === 0) {
      await untilAborted(round);
      continue;
    }
    const began = Date.now();
    if (began < pollUntil) {
      await pollFeeds(options, round, pollUntil - began);
      continue;
    }
    const words = await streamFeeds(options, round);
    if (round.aborted) continue;
    mute = words > 0 ? 0 : mute + 1;
    if (mute >= MUTE_STREAMS) {
      mute = 0;
      pollUntil = Date.now() + POLLING_MS;
      continue;
    }
    options.onConnection('reconnecting');
    if (words > 0 && Date.now() - began > LIVED_MS) backoff.reset();
    await backoff.pause(round);
  }
}

/** @returns how often the backend said something, be it a heartbeat */
async function streamFeeds(
  options: Options,
  round: AbortSignal,
): Promise<number> {
  const { api, feeds, onUpdate, onConnection } = options;
  const connection = new AbortController();
  const signal = AbortSignal.any([round, connection.signal]);
  let silence = setTimeout(() => connection.abort(), FIRST_WORD_MS);
  // The first activity is the answer's head, which a proxy may send although it holds the rest back.
  let activities = 0;
  const words = () => Math.max(0, activities - 1);
  const onActivity = () => {
    activities += 1;
    if (words() === 0 || signal.aborted) return;
    onConnection('live');
    clearTimeout(silence);
    silence = setTimeout(() => connection.abort(), SILENCE_MS);
  };
  try {
    const tasks = feeds().map(({ ref, next }) => ({ ...ref, after: next }));
    for await (const update of api.followTasks(tasks, { signal, onActivity })) {
      if (signal.aborted) break;
      onUpdate(update);
    }
    return words();
  } catch (error) {
    // An answer is a word too: what refuses a stream refuses a poll as well.
    return errorStatus(error) === undefined ? words() : words() + 1;
  } finally {
    clearTimeout(silence);
    connection.abort();
  }
}

async function pollFeeds(
  options: Options,
  round: AbortSignal,
  forMs: number,
): Promise<void> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), forMs);
  const signal = AbortSignal.any([round, over.signal]);
  await Promise.all(
    options.feeds().map(feed => pollFeed(options, feed, signal)),
  );
  clearTimeout(timer);
}

async function pollFeed(
  { api, onUpdate, onConnection }: Options,
  feed: Followed,
  signal: AbortSignal,
): Promise<void> {
  const task = feed.ref;
  const backoff = new Backoff();
  while (!signal.aborted) {
    try {
      const page = await api.pollEvents(task, {
        after: feed.next,
        waitSeconds: POLL_WAIT_SECONDS,
        signal,
      });
      if (signal.aborted) return;
      backoff.reset();
      onConnection('live');
      for (const event of page.items) onUpdate({ task, type: 'event', event });
      if (page.ended) {
        onUpdate({ task, type: 'end' });
        return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isRefusal(error)) {
        const status = errorStatus(error) ?? 404;
        onUpdate({ task, type: 'refused', status });
        return;
      }
      onConnection('reconnecting');
      await backoff.pause(signal);
    }
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise(resolve => signal.addEventListener('abort', resolve));
}
