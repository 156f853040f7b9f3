import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import type { TaskStore } from '../store';

/** Events of one task that are kept at hand while somebody watches it. */
const RECENT_EVENTS = 1_000;

type Topic = {
  /** Without a gap, in order. */
  recent: BackgroundTaskEvent[];
  /** The highest position heard of. */
  newest: number;
  wake: Set<() => void>;
};

/** Tells viewers of a task that there is news: one for the process, however many watch. */
export class TaskEventHub {
  private readonly topics = new Map<string, Topic>();
  private readonly store: TaskStore;

  constructor(options: { store: TaskStore }) {
    this.store = options.store;
  }

  /** Called after each commit, with what it stored. */
  publish(taskUid: string, events: BackgroundTaskEvent[]): void {
    const topic = this.topics.get(taskUid);
    const [first] = events;
    if (!topic || !first) return;
    // Two commits may tell of themselves in the wrong order: what does not follow is left to the store.
    const follows = first.position === topic.newest + 1;
    topic.recent = follows
      ? [...topic.recent, ...events].slice(-RECENT_EVENTS)
      : [];
    topic.newest = Math.max(topic.newest, first.position + events.length - 1);
    for (const wake of topic.wake) wake();
  }

  /** Calls `wake` at each news until the returned function is called. */
  subscribe(taskUid: string, wake: () => void): () => void {
    const topic = this.topics.get(taskUid) ?? {
      recent: [],
      newest: 0,
      wake: new Set(),
    };
    this.topics.set(taskUid, topic);
    topic.wake.add(wake);
    return () => {
      topic.wake.delete(wake);
      if (topic.wake.size === 0) this.topics.delete(taskUid);
    };
  }

  /** Events after a position: from memory where it reaches back so far, else from the store. */
  async read(
    taskUid: string,
    after: number,
    limit: number,
  ): Promise<BackgroundTaskEvent[]> {
    const recent = this.topics.get(taskUid)?.recent ?? [];
    const [first] = recent;
    if (first && first.position <= after + 1) {
      return recent.filter(event => event.position > after).slice(0, limit);
    }
    return this.store.events(taskUid, after, limit);
  }
}
