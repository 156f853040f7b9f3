import type {
  BackgroundTaskEvent,
  BackgroundTaskRef,
  BackgroundTasksApi,
  FollowUpdate,
} from '@background-tasks/plugin-background-tasks-common';
import type { ConnectionState } from '../types';
import { followFeeds } from './followFeeds';
import { keyOf, type Message, type WantedTask } from './messages';

/** Tabs say again and again what they watch; one that is silent for so long is gone. */
const TAB_GONE_MS = 100_000;
const SHARE_MS = 40;

/** A task that the leader follows, and how far it has told of it. */
export class Feed {
  connection: ConnectionState = 'connecting';
  /** Taken from the stream and not yet shared. */
  private pending: BackgroundTaskEvent[] = [];

  constructor(
    readonly ref: BackgroundTaskRef,
    /** Up to which position it was shared. */
    public at: number,
  ) {}

  /** The position after which the stream is to go on. */
  get next(): number {
    return this.pending.reduce(
      (newest, { position }) => Math.max(newest, position),
      this.at,
    );
  }

  add(event: BackgroundTaskEvent): void {
    this.pending.push(event);
  }

  take(): { after: number; events: BackgroundTaskEvent[] } | undefined {
    if (this.pending.length === 0) return undefined;
    const { at, next, pending } = this;
    this.at = next;
    this.pending = [];
    return { after: at, events: pending };
  }
}

/** The one tab that follows what all tabs watch, by one stream, and tells them. It lives until it is closed. */
export class Leader {
  private readonly tabs = new Map<
    string,
    { tasks: WantedTask[]; heard: number }
  >();
  private readonly feeds = new Map<string, Feed>();
  private readonly tell: (message: Message) => void;
  private readonly life = new AbortController();
  private restart = new AbortController();
  private sharing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    api: BackgroundTasksApi;
    /** Says something to all tabs, this one too. */
    tell: (message: Message) => void;
  }) {
    this.tell = options.tell;
    followFeeds({
      api: options.api,
      feeds: () => [...this.feeds.values()],
      changed: () => this.restart.signal,
      signal: this.life.signal,
      onUpdate: update => this.update(update),
      onConnection: connection => this.setConnections(connection),
    });
  }

  close(): void {
    this.life.abort();
    this.restart.abort();
    clearTimeout(this.sharing);
  }

  /** A tab says all that it watches. */
  want(tab: string, tasks: WantedTask[]): void {
    if (tasks.length === 0) this.tabs.delete(tab);
    else this.tabs.set(tab, { tasks, heard: Date.now() });
    this.forgetSilentTabs();
    this.updateFeeds();
    for (const { ref } of tasks) {
      const feed = this.feeds.get(keyOf(ref));
      if (feed) this.tellState(feed);
    }
  }

  private forgetSilentTabs(): void {
    for (const [tab, { heard }] of this.tabs) {
      if (Date.now() - heard > TAB_GONE_MS) this.tabs.delete(tab);
    }
  }

  private updateFeeds(): void {
    const wanted = new Map<string, WantedTask>();
    for (const { tasks } of this.tabs.values()) {
      for (const task of tasks) {
        const key = keyOf(task.ref);
        const least = Math.min(
          task.after,
          wanted.get(key)?.after ?? task.after,
        );
        wanted.set(key, { ref: task.ref, after: least });
      }
    }
    const gone = [...this.feeds.keys()].filter(key => !wanted.has(key));
    const fresh = [...wanted].filter(([key]) => !this.feeds.has(key));
    for (const key of gone) this.feeds.delete(key);
    for (const [key, { ref, after }] of fresh) {
      this.feeds.set(key, new Feed(ref, after));
    }
    if (gone.length > 0 || fresh.length > 0) this.reconnect();
  }

  private reconnect(): void {
    const before = this.restart;
    this.restart = new AbortController();
    before.abort();
  }

  private update(update: FollowUpdate): void {
    const feed = this.feeds.get(keyOf(update.task));
    if (!feed) return;
    if (update.type === 'event') {
      feed.add(update.event);
      this.shareSoon();
      return;
    }
    this.share();
    feed.connection = update.type === 'end' ? 'ended' : 'failed';
    this.tellState(feed);
    this.drop(feed);
  }

  // Tabs need not be told again that they watch what is over.
  private drop(feed: Feed): void {
    const key = keyOf(feed.ref);
    this.feeds.delete(key);
    for (const tab of this.tabs.values()) {
      tab.tasks = tab.tasks.filter(({ ref }) => keyOf(ref) !== key);
    }
  }

  private shareSoon(): void {
    this.sharing ??= setTimeout(() => this.share(), SHARE_MS);
  }

  private share(): void {
    clearTimeout(this.sharing);
    this.sharing = undefined;
    for (const feed of this.feeds.values()) {
      const taken = feed.take();
      if (taken) this.tell({ type: 'events', ref: feed.ref, ...taken });
    }
  }

  private setConnections(connection: 'live' | 'reconnecting'): void {
    for (const feed of this.feeds.values()) {
      if (feed.connection === connection) continue;
      feed.connection = connection;
      this.share();
      this.tellState(feed);
    }
  }

  private tellState({ ref, at, connection }: Feed): void {
    this.tell({ type: 'state', ref, at, connection });
  }
}
