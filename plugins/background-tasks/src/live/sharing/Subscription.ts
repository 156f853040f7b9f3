import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventLog } from '../TaskEventLog';
import { Backoff } from './Backoff';
import { isRefusal } from './isRefusal';
import {
  keyOf,
  type EventsMessage,
  type StateMessage,
  type WantedTask,
} from './messages';

type Mode =
  /** Nobody looks. */
  | 'paused'
  /** It fetches by itself what it has missed. */
  | 'catchingUp'
  /** It takes what the leader says. */
  | 'following'
  | 'over';

/**
 * One task that this tab watches. It fetches in pages what it does not know, then follows what the leader shares.
 * Whatever does not follow upon what it knows sends it to fetch again: so that no line is lost, and none is doubled.
 */
export class Subscription {
  readonly key: string;
  private readonly api: BackgroundTasksApi;
  private readonly ref: BackgroundTaskRef;
  private readonly log: TaskEventLog;
  private readonly onChange: () => void;
  private mode: Mode = 'paused';
  private fetching = new AbortController();

  constructor(options: {
    api: BackgroundTasksApi;
    ref: BackgroundTaskRef;
    log: TaskEventLog;
    /** Called when `wanted` has changed. */
    onChange: () => void;
  }) {
    this.api = options.api;
    this.ref = options.ref;
    this.log = options.log;
    this.onChange = options.onChange;
    this.key = keyOf(options.ref);
  }

  /** What the leader is to follow for this; undefined where it is not its turn. */
  get wanted(): WantedTask | undefined {
    if (this.mode !== 'following') return undefined;
    return { ref: this.ref, after: this.log.lastPosition };
  }

  resume(): void {
    if (this.mode === 'paused') this.catchUp();
  }

  pause(): void {
    this.fetching.abort();
    if (this.mode !== 'over') this.mode = 'paused';
  }

  receive({ after, events }: EventsMessage): void {
    if (this.mode !== 'following') return;
    if (after > this.log.lastPosition) this.catchUp();
    else this.log.addAll(events);
  }

  receiveState({ at, connection }: StateMessage): void {
    if (this.mode !== 'following') return;
    if (at > this.log.lastPosition) this.catchUp();
    else if (connection === 'ended' || connection === 'failed') {
      this.finish(connection);
    } else this.log.setConnection(connection);
  }

  private catchUp(): void {
    this.fetching.abort();
    this.fetching = new AbortController();
    this.mode = 'catchingUp';
    this.fetchAll(this.fetching.signal);
  }

  private async fetchAll(signal: AbortSignal): Promise<void> {
    const { api, ref, log } = this;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        const after = log.lastPosition;
        const page = await api.pollEvents(ref, { after, signal });
        if (signal.aborted) return;
        backoff.reset();
        log.addAll(page.items);
        // A position that does not grow would be asked for again and again.
        const isAll = page.ended || log.lastPosition <= after;
        if (page.ended) this.finish('ended');
        else if (isAll) this.follow();
        if (isAll) return;
      } catch (error) {
        if (signal.aborted) return;
        if (isRefusal(error)) {
          this.finish('failed');
          return;
        }
        log.setConnection('reconnecting');
        await backoff.pause(signal);
      }
    }
  }

  private follow(): void {
    this.mode = 'following';
    this.onChange();
  }

  private finish(connection: 'ended' | 'failed'): void {
    this.mode = 'over';
    this.log.setConnection(connection);
    this.onChange();
  }
}
