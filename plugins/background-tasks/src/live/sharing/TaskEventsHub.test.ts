/** @jest-environment node */
import { BroadcastChannel, locks } from 'node:worker_threads';
import type {
  BackgroundTaskEvent,
  FollowedTask,
} from '@background-tasks/plugin-background-tasks-common';
import { FakeBackgroundTasksApi } from '../../__testUtils__/FakeBackgroundTasksApi';
import { TaskEventLog } from '../TaskEventLog';
import type { Browser } from './browser';
import { TaskEventsHub } from './TaskEventsHub';

const ref = { project: 'payments', name: 'upgrade-lodash' };
const other = { project: 'payments', name: 'other' };
let scope = 0;

function line(position: number): BackgroundTaskEvent {
  return {
    position,
    time: '2026-01-01T00:00:00.000Z',
    phase: 'agent',
    type: 'log',
    stream: 'stdout',
    text: `line ${position}`,
  };
}

/** A backend with one log, and the streams and polls that are open on it. */
class Backend extends FakeBackgroundTasksApi {
  readonly followed: FollowedTask[][] = [];
  readonly open = new Set<object>();
  polls = 0;

  override async *followTasks(
    tasks: readonly FollowedTask[],
    options: { signal?: AbortSignal; onActivity?: () => void } = {},
  ) {
    this.followed.push([...tasks]);
    const stream = {};
    this.open.add(stream);
    try {
      yield* super.followTasks(tasks, options);
    } finally {
      this.open.delete(stream);
    }
  }

  override async pollEvents(
    ...args: Parameters<FakeBackgroundTasksApi['pollEvents']>
  ) {
    this.polls += 1;
    return super.pollEvents(...args);
  }

  /** The backend stores a line; whoever has the newest stream gets it. */
  say(...positions: number[]) {
    for (const position of positions) {
      this.pastEvents.push(line(position));
      this.streams.at(-1)?.push(line(position));
    }
  }
}

describe('TaskEventsHub', () => {
  const closers: (() => void)[] = [];

  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** One tab of a browser. */
  function openTab(api: Backend, user: string) {
    let visible = true;
    const listeners = new Set<() => void>();
    const browser: Browser = {
      locks,
      openChannel: name => {
        const channel = new BroadcastChannel(`${name} ${scope}`);
        closers.push(() => channel.close());
        return asDomChannel(channel);
      },
      newId: () => `tab ${Math.random()}`,
      isVisible: () => visible,
      onVisibility: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const hub = new TaskEventsHub({
      api,
      browser,
      userRef: async () => `${user} ${scope}`,
    });
    const watch = (task = ref) => {
      const log = new TaskEventLog();
      const close = hub.subscribe(task, log);
      closers.push(close);
      const texts = () => log.getLines().items.map(({ plain }) => plain);
      return { log, close, texts };
    };
    const show = (shown: boolean) => {
      visible = shown;
      for (const listener of listeners) listener();
    };
    return { watch, show };
  }

  const upTo = (count: number) =>
    Array.from({ length: count }, (_, index) => `line ${index + 1}`);

  beforeEach(() => {
    scope += 1;
  });

  it('costs one stream however many tabs watch, and gives each all lines once', async () => {
    const api = new Backend();
    api.say(1, 2, 3);
    const tabs = Array.from({ length: 10 }, () =>
      openTab(api, 'user:default/ana').watch(),
    );
    await until(() => api.open.size === 1 && api.streams.length === 1);
    await until(() => tabs.every(tab => tab.texts().length === 3));
    api.say(4, 5);
    await until(() => tabs.every(tab => tab.texts().length === 5));
    for (const tab of tabs) expect(tab.texts()).toEqual(upTo(5));
    expect(api.open.size).toBe(1);

    api.streams.at(-1)?.end();
    await until(() =>
      tabs.every(tab => tab.log.getSnapshot().connection === 'ended'),
    );
  });

  it('hands over when the leader is hidden, and catches up when it is shown', async () => {
    const api = new Backend();
    const first = openTab(api, 'user:default/ana');
    const one = first.watch();
    await until(() => api.open.size === 1);
    const second = openTab(api, 'user:default/ana');
    const two = second.watch();
    await until(() => two.log.getSnapshot().connection === 'live');
    api.say(1);
    await until(() => two.texts().length === 1);

    first.show(false);
    await until(() => api.streams.length === 2 && api.open.size === 1);
    expect(api.followed.at(-1)).toEqual([{ ...ref, after: 1 }]);
    api.say(2, 3);
    await until(() => two.texts().length === 3);
    expect(one.texts()).toEqual(upTo(1));

    second.show(false);
    await until(() => api.open.size === 0);
    api.say(4);
    first.show(true);
    await until(() => one.texts().length === 4 && api.open.size === 1);
    expect(one.texts()).toEqual(upTo(4));
    expect(two.texts()).toEqual(upTo(3));
  });

  it('follows several tasks by one stream, and lets go of what nobody watches', async () => {
    const api = new Backend();
    const one = openTab(api, 'user:default/ana').watch();
    await until(() => api.open.size === 1);
    const two = openTab(api, 'user:default/ana').watch(other);
    await until(() => api.followed.at(-1)?.length === 2);
    await until(() => api.open.size === 1);
    one.close();
    await until(() => api.followed.at(-1)?.length === 1);
    expect(api.followed.at(-1)).toEqual([{ ...other, after: 0 }]);
    two.close();
    await until(() => api.open.size === 0);
  });

  it('fetches what it missed, wherever the stream goes on', async () => {
    const api = new Backend();
    const tab = openTab(api, 'user:default/ana').watch();
    await until(() => api.open.size === 1);
    // Stored, but not told: such as while another leader was there.
    api.pastEvents.push(line(1), line(2));
    const late = openTab(api, 'user:default/ana').watch();
    await until(() => late.texts().length === 2);
    api.say(3);
    await until(() => tab.texts().length >= 1 && late.texts().length === 3);
    expect(late.texts()).toEqual(upTo(3));
  });

  it('shares nothing between users', async () => {
    const api = new Backend();
    openTab(api, 'user:default/ana').watch();
    openTab(api, 'user:default/ben').watch();
    await until(() => api.open.size === 2);
    expect(api.followed).toHaveLength(2);
  });

  it('goes on after a cut where it was, and says that it does', async () => {
    const api = new Backend();
    const tab = openTab(api, 'user:default/ana').watch();
    await until(() => api.open.size === 1);
    api.say(1);
    await until(() => tab.texts().length === 1);
    api.streams.at(-1)?.cut();
    await until(() => tab.log.getSnapshot().connection === 'reconnecting');
    await until(() => api.streams.length === 2);
    expect(api.followed.at(-1)).toEqual([{ ...ref, after: 1 }]);
    api.say(2);
    await until(() => tab.texts().length === 2);
    await until(() => tab.log.getSnapshot().connection === 'live');
    expect(tab.texts()).toEqual(upTo(2));
  });
});

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not come to that');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** Node's own channel, with the messages in the shape that browsers give them. */
function asDomChannel(channel: BroadcastChannel): globalThis.BroadcastChannel {
  const target: globalThis.BroadcastChannel = Object.assign(new EventTarget(), {
    onmessage: null,
    name: channel.name,
    onmessageerror: null,
    postMessage: (message: unknown) => channel.postMessage(message),
    close: () => channel.close(),
  });
  channel.onmessage = ({ data }) => {
    target.onmessage?.(new MessageEvent('message', { data }));
  };
  return target;
}
