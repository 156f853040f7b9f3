import { findProcesses } from './support/findProcesses';
import { Caller } from './support/replicas/Caller';
import { startReplicas } from './support/replicas/startReplicas';
import type { Replicas } from './support/replicas/startReplicas';
import {
  countTo,
  createTask,
  signIn,
  storedEvents,
  taskOf,
  ticksOf,
  untilEnded,
} from './support/replicas/tasks';
import { watchEvents } from './support/replicas/watchEvents';
import type { Seen } from './support/replicas/watchEvents';
import { waitUntil } from './support/waitUntil';

jest.setTimeout(300_000);

/** What Kubernetes gives a Pod to end in, by default. */
const GRACE_MS = 30_000;
const TICKS = 60;
/** A command that no other test runs. */
const PAUSE = 'sleep 0.512345';

describe('a backend on PostgreSQL', () => {
  const controller = new AbortController();
  let system: Replicas;

  beforeAll(async () => {
    system = await startReplicas({ replicas: 1, members: 1 });
  });
  afterAll(async () => {
    controller.abort();
    await system?.stop();
  });

  async function health(): Promise<number> {
    const [{ portal }] = system.all;
    const path = '/api/background-tasks/health';
    return (await fetch(`${portal.url}${path}`)).status;
  }

  it('is red while it cannot look for tasks, and green again', async () => {
    expect(await health()).toBe(200);

    await system.database.setReachable(false);
    await waitUntil('its health is red', async () => (await health()) === 503);

    await system.database.setReachable(true);
    await waitUntil('it is green', async () => (await health()) === 200);
  });

  it('ends in time when it is asked to, lets go of who watches, and goes on with the run at its next start', async () => {
    const [member] = system.members;
    const [{ backend }] = system.all;
    const caller = new Caller(system.all, member.user, controller.signal);
    await signIn(system, member);
    const task = taskOf(member, 'survivor');
    const script = `i=1; while [ $i -le ${TICKS} ]; do echo "tick $i"; i=$((i+1)); ${PAUSE}; done; echo more >> text.txt`;
    await createTask(caller, member, task, script, system);
    const ends: string[] = [];
    const seen: Seen[] = [];
    const watching = watchEvents(caller, task, controller.signal, {
      seen,
      onStreamEnd: how => ends.push(how),
    });
    // Where the test fails before it waits for the viewer.
    watching.catch(() => undefined);
    await waitUntil('it ticks', () => seen.some(hasTick));

    const askedAt = Date.now();
    const exitCode = await backend.terminate();

    expect(Date.now() - askedAt).toBeLessThan(GRACE_MS / 2);
    expect(exitCode).toBe(0);
    await waitUntil('the viewer knows', () => ends.length > 0);
    expect(ends[0]).toBe('closed');
    await waitUntil(
      'its run goes on without it',
      async () => (await findProcesses(PAUSE)).length > 0,
    );

    await backend.start();
    await watching;
    expect(await untilEnded(caller, task)).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
    });
    const stored = await storedEvents(caller, task);
    expect(seen.map(({ data }) => JSON.parse(data))).toEqual(stored);
    expect(ticksOf(stored)).toEqual(countTo(TICKS));
  });
});

function hasTick({ data }: Seen): boolean {
  return data.includes('"tick 3"');
}
