import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import {
  positionOf,
  type TaskNews,
  type TaskPosition,
  type TaskStore,
} from '../store';
import type { Task } from '../tasks';

/** Events of one task that are kept at hand while somebody watches it. */
const RECENT_EVENTS = 1_000;
/** How often the store is asked for tasks that other replicas hold, while somebody here watches them. */
const POLL_MS = 1_000;
/** As long as the other replicas announce what they do, asking only finds what got lost: every so many times. */
const POLLS_WHILE_LIVE = 5;
/** Tasks in one question; with more the next one goes on. */
const POLLED_TASKS = 5_000;

type Topic = {
  taskUid: string;
  /** Without a gap, in order; the last ones that were heard of or read. */
  recent: BackgroundTaskEvent[];
  /** The highest position heard of, and whether the task ends there. */
  newest: number;
  ended: boolean;
  /** Resolves when `newest` was read from the store once. */
  synced: Promise<void> | undefined;
  /** Reads under way, by what they read: whoever wants the same waits for the same one. */
  reads: Map<string, Promise<BackgroundTaskEvent[]>>;
  wake: Set<() => void>;
};

/** Events of a task after a position; `ended` says that none will follow. */
export type HubPage = { events: BackgroundTaskEvent[]; ended: boolean };

/**
 * Tells viewers of a task that there is news, whichever replica it comes from: one for the process, however many
 * watch. Tasks of this replica tell of themselves; for the others there are announcements, and one statement at times.
 */
export class TaskEventHub {
  private readonly topics = new Map<string, Topic>();
  /** Tasks that this process drives, and whom to tell that another replica did something to one. */
  private readonly held = new Map<string, () => void>();
  private readonly store: TaskStore;
  private readonly news: TaskNews;
  private readonly logger: LoggerService;
  private readonly unlisten: () => void;
  private timer: NodeJS.Timeout | undefined;
  private ticks = 0;
  private polling = false;
  private polledUpTo = 0;

  constructor(options: {
    store: TaskStore;
    news: TaskNews;
    logger: LoggerService;
  }) {
    this.store = options.store;
    this.news = options.news;
    this.logger = options.logger;
    this.unlisten = this.news.listen(position => {
      this.heard(position);
      this.held.get(position.taskUid)?.();
    });
  }

  close(): void {
    this.unlisten();
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Called after each commit of this process, with the task as it is then and what was stored. */
  publish(task: Task, events: BackgroundTaskEvent[]): void {
    const position = positionOf(task);
    this.news.announce(position);
    const topic = this.topics.get(task.uid);
    if (!topic) return;
    remember(topic, events);
    this.heard(position);
  }

  /** A task stands so far, as somebody found out. */
  heard({ taskUid, lastPosition, ended }: TaskPosition): void {
    const topic = this.topics.get(taskUid);
    if (!topic) return;
    if (lastPosition <= topic.newest && (!ended || topic.ended)) return;
    topic.newest = Math.max(topic.newest, lastPosition);
    topic.ended ||= ended;
    for (const wake of topic.wake) wake();
  }

  /**
   * This process drives the task until the returned function is called: what happens to it is published here, but for
   * what other replicas announce, such as the wish to cancel it.
   */
  hold(taskUid: string, onNews: () => void): () => void {
    this.held.set(taskUid, onNews);
    return () => this.held.delete(taskUid);
  }

  /** Something happened to the task that whoever drives it in this process must know at once. */
  wakeHolder(taskUid: string): void {
    this.held.get(taskUid)?.();
  }

  /** Calls `wake` at each news until the returned function is called. */
  subscribe(taskUid: string, wake: () => void): () => void {
    const topic = this.topics.get(taskUid) ?? {
      taskUid,
      recent: [],
      newest: 0,
      ended: false,
      synced: undefined,
      reads: new Map(),
      wake: new Set(),
    };
    this.topics.set(taskUid, topic);
    topic.wake.add(wake);
    this.timer ??= setInterval(() => this.tick(), POLL_MS).unref();
    return () => {
      topic.wake.delete(wake);
      if (topic.wake.size === 0) this.topics.delete(taskUid);
      if (this.topics.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /** Events after a position: from memory where it reaches back so far, else from the store. Needs a subscription. */
  async read(taskUid: string, after: number, limit: number): Promise<HubPage> {
    const topic = this.topics.get(taskUid);
    if (!topic) {
      return {
        events: await this.store.events(taskUid, after, limit),
        ended: false,
      };
    }
    topic.synced ??= this.sync(topic);
    await topic.synced;
    // Read in this order: what is heard of while the store is asked comes with the next read.
    const { newest, ended } = topic;
    if (after >= newest) return { events: [], ended };
    const from = after + 1 - (topic.recent.at(0)?.position ?? Infinity);
    if (from >= 0 && from < topic.recent.length) {
      const events = topic.recent.slice(from, from + limit);
      return { events, ended: ended && isAt(events, newest) };
    }
    const events = await this.readStore(topic, after, limit);
    // Of a task that ended long ago the events may have been deleted.
    return {
      events,
      ended: ended && (events.length === 0 || isAt(events, newest)),
    };
  }

  private async sync(topic: Topic): Promise<void> {
    try {
      await this.ask([topic.taskUid]);
    } catch (error) {
      topic.synced = undefined;
      throw error;
    }
  }

  private async readStore(
    topic: Topic,
    after: number,
    limit: number,
  ): Promise<BackgroundTaskEvent[]> {
    const key = `${after} ${limit}`;
    const underWay = topic.reads.get(key);
    if (underWay) return underWay;
    const reading = this.store
      .events(topic.taskUid, after, limit)
      .then(events => {
        // Only what those want who are up to date is kept for the others.
        if (events.at(-1)?.position === topic.newest) remember(topic, events);
        return events;
      })
      .finally(() => topic.reads.delete(key));
    topic.reads.set(key, reading);
    return reading;
  }

  private tick(): void {
    this.ticks += 1;
    if (this.polling) return;
    if (this.news.live && this.ticks % POLLS_WHILE_LIVE !== 0) return;
    const remote = [...this.topics.values()].filter(
      topic => !this.held.has(topic.taskUid) && !topic.ended,
    );
    if (remote.length === 0) return;
    if (this.polledUpTo >= remote.length) this.polledUpTo = 0;
    const some = remote.slice(this.polledUpTo, this.polledUpTo + POLLED_TASKS);
    this.polledUpTo += POLLED_TASKS;
    this.polling = true;
    this.ask(some.map(topic => topic.taskUid))
      .catch(error => {
        this.logger.warn(
          `Asking for news of tasks failed: ${stringifyError(error)}`,
        );
      })
      .finally(() => {
        this.polling = false;
      });
  }

  private async ask(taskUids: string[]): Promise<void> {
    for (const position of await this.news.positions(taskUids)) {
      this.heard(position);
    }
  }
}

function isAt(events: BackgroundTaskEvent[], position: number): boolean {
  const last = events.at(-1);
  return last !== undefined && last.position >= position;
}

/** Two commits may tell of themselves in the wrong order: what does not follow begins anew, what is old is left out. */
function remember(topic: Topic, events: BackgroundTaskEvent[]): void {
  const [first] = events;
  if (!first) return;
  const last = topic.recent.at(-1)?.position;
  if (last !== undefined && first.position <= last) return;
  topic.recent =
    last !== undefined && first.position === last + 1
      ? [...topic.recent, ...events].slice(-RECENT_EVENTS)
      : events.slice(-RECENT_EVENTS);
}
