import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventLog } from '../TaskEventLog';
import type { Browser } from './browser';
import { Leader } from './Leader';
import { isMessage, keyOf, type Message } from './messages';
import { Subscription } from './Subscription';

/** How often a tab says again what it watches. */
const RENEW_MS = 30_000;

/** What a tab has open while somebody looks at it. */
type Presence = { channel: BroadcastChannel | undefined; end: () => void };

/**
 * The events that this tab watches. Of all visible tabs of one user in a browser one is the leader (who holds a Web
 * Lock): it alone has a stream, and shares it by a BroadcastChannel. A hidden tab leaves, and catches up when it is
 * shown. Where a browser has no locks (a page that is not secure), each visible tab leads itself.
 */
export class TaskEventsHub {
  private readonly api: BackgroundTasksApi;
  private readonly browser: Browser;
  private readonly userRef: () => Promise<string>;
  private readonly tab: string;
  private readonly subscriptions = new Set<Subscription>();
  private presence: Presence | undefined;
  private leader: Leader | undefined;
  private unwatch: (() => void) | undefined;
  private announced = '[]';

  constructor(options: {
    api: BackgroundTasksApi;
    browser: Browser;
    /** Who is signed in: what one user may see is not shared with another. */
    userRef: () => Promise<string>;
  }) {
    this.api = options.api;
    this.browser = options.browser;
    this.userRef = options.userRef;
    this.tab = options.browser.newId();
  }

  /** Follows a task's events into a log until the returned function is called. */
  subscribe(ref: BackgroundTaskRef, log: TaskEventLog): () => void {
    const subscription = new Subscription({
      api: this.api,
      ref,
      log,
      onChange: () => this.announce(),
    });
    this.subscriptions.add(subscription);
    this.unwatch ??= this.browser.onVisibility(() => this.update());
    this.update();
    return () => {
      subscription.pause();
      this.subscriptions.delete(subscription);
      this.announce();
      this.update();
    };
  }

  private update(): void {
    const present = this.subscriptions.size > 0 && this.browser.isVisible();
    if (present) {
      this.presence ??= this.enter();
      for (const subscription of this.subscriptions) subscription.resume();
    } else {
      for (const subscription of this.subscriptions) subscription.pause();
      this.announce();
      this.presence?.end();
      this.presence = undefined;
    }
    if (this.subscriptions.size === 0) {
      this.unwatch?.();
      this.unwatch = undefined;
    }
  }

  private enter(): Presence {
    const life = new AbortController();
    const renewal = setInterval(() => this.announce(true), RENEW_MS);
    const presence: Presence = {
      channel: undefined,
      end: () => {
        life.abort();
        clearInterval(renewal);
        this.leader?.close();
        this.leader = undefined;
        presence.channel?.close();
      },
    };
    this.join(presence, life.signal);
    return presence;
  }

  private async join(presence: Presence, signal: AbortSignal): Promise<void> {
    const { locks, openChannel } = this.browser;
    if (!locks || !openChannel) {
      this.lead();
      return;
    }
    const user = await this.userRef().catch(() => 'unknown');
    if (signal.aborted) return;
    const name = `background-tasks-events:${user}`;
    const channel = openChannel(name);
    presence.channel = channel;
    channel.onmessage = ({ data }) => {
      if (isMessage(data)) this.receive(data);
    };
    this.announce(true);
    try {
      await locks.request(name, { signal }, async () => {
        if (signal.aborted) return;
        this.lead();
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve());
        });
      });
    } catch (error) {
      // Without a lock it would watch nothing: better one stream too many.
      if (!signal.aborted) this.lead();
    }
  }

  private lead(): void {
    this.leader = new Leader({
      api: this.api,
      tell: message => {
        this.presence?.channel?.postMessage(message);
        this.receive(message);
      },
    });
    this.presence?.channel?.postMessage({ type: 'hello' } satisfies Message);
    this.announce(true);
  }

  private announce(again = false): void {
    const tasks = [...this.subscriptions].flatMap(({ wanted }) => wanted ?? []);
    const announced = JSON.stringify(tasks.map(({ ref }) => keyOf(ref)));
    if (announced === '[]' && this.announced === '[]') return;
    if (!again && announced === this.announced && tasks.length === 0) return;
    this.announced = announced;
    this.leader?.want(this.tab, tasks);
    this.presence?.channel?.postMessage({
      type: 'want',
      tab: this.tab,
      tasks,
    } satisfies Message);
  }

  private receive(message: Message): void {
    switch (message.type) {
      case 'hello':
        return this.announce(true);
      case 'want':
        return this.leader?.want(message.tab, message.tasks);
      default:
    }
    for (const subscription of this.subscriptions) {
      if (subscription.key !== keyOf(message.ref)) continue;
      if (message.type === 'events') subscription.receive(message);
      else subscription.receiveState(message);
    }
    return undefined;
  }
}
