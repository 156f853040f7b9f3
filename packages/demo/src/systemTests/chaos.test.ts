import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { OWNER } from '../system/startSampleGithub';
import { Chaos } from './support/chaos/Chaos';
import { Caller } from './support/replicas/Caller';
import { startReplicas } from './support/replicas/startReplicas';
import type { Member, Replicas } from './support/replicas/startReplicas';
import {
  countTo,
  createTask,
  signIn,
  storedEvents,
  taskOf,
  ticksOf,
  untilEnded,
} from './support/replicas/tasks';
import type { TestDatabase } from './support/replicas/TestDatabase';
import { watchEvents } from './support/replicas/watchEvents';

/** `CHAOS=long` (`npm run chaos`) is for a release; the short form for every day. */
const size =
  process.env.CHAOS === 'long'
    ? { tasks: 30, maxKills: 60, timeoutMs: 1_800_000 }
    : { tasks: 8, maxKills: 8, timeoutMs: 900_000 };
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
/** Ticks long enough for its replica to be killed under it. */
const SCRIPT = `i=1; while [ $i -le 20 ]; do echo "tick $i"; i=$((i+1)); sleep 0.5; done; echo more >> text.txt`;

jest.setTimeout(size.timeoutMs + 120_000);

describe('three replicas that are killed at random, and a code host that fails one call in five', () => {
  const controller = new AbortController();
  let system: Replicas;

  beforeAll(async () => {
    process.stderr.write(`CHAOS_SEED=${seed}\n`);
    system = await startReplicas({ replicas: 3, members: size.tasks });
  });
  afterAll(async () => {
    controller.abort();
    await system?.stop();
  });

  function callerOf({ user }: Member): Caller {
    return new Caller(system.all, user, controller.signal);
  }

  it('bring every task to its end, lose nothing and do nothing twice', async () => {
    const { members, github, database } = system;
    const { signal } = controller;
    const timer = setTimeout(
      () => controller.abort(new Error('The tasks have not ended in time')),
      size.timeoutMs,
    );
    for (const member of members) await signIn(system, member);
    injectFaults(system);
    const chaos = new Chaos(system.all, { seed, maxKills: size.maxKills });

    const lives = await Promise.all(
      members.map(async member => {
        const caller = callerOf(member);
        const task = taskOf(member, 'first');
        await createTask(caller, member, task, SCRIPT, system);
        const seen = await watchEvents(caller, task, signal);
        return { member, seen, task: await untilEnded(caller, task) };
      }),
    );
    await chaos.end();
    const faults = github.faults.count();
    github.faults.clear();
    clearTimeout(timer);
    process.stderr.write(
      `${chaos.kills} kills, ${faults} faults, ${lives.length} tasks\n`,
    );

    expect(lives.map(({ task }) => describeEnd(task))).toEqual(
      lives.map(() => 'Completed: pullRequest'),
    );
    for (const { member, task, seen } of lives) {
      expect(await pullRequests(system, member)).toEqual([task.prUrl]);
      const stored = await storedEvents(callerOf(member), task);
      expect(seen.map(({ data }) => JSON.parse(data))).toEqual(stored);
      expect(seen.map(({ id }) => Number(id))).toEqual(countTo(stored.length));
      expect(ticksOf(stored)).toEqual(countTo(20));
    }
    expect(await disorder(database)).toEqual([]);
    for (const table of ['slots', 'run_tokens']) {
      expect(await database.tasks(table).select()).toEqual([]);
    }

    for (const member of members) {
      const caller = callerOf(member);
      const task = taskOf(member, 'second');
      await createTask(caller, member, task, 'sleep 600', system);
      await caller.call(client => client.cancelTask(task));
    }
  });
});

function injectFaults({ github }: Replicas): void {
  const more = { share: 0.2, seed };
  github.faults.set(
    {
      path: /^\/api\/v3\//,
      fault: [
        { kind: 'serverError', status: 500 },
        { kind: 'serverError', status: 502 },
        { kind: 'serverError', status: 503 },
        { kind: 'rateLimit' },
        { kind: 'secondaryRateLimit' },
        { kind: 'slow', delayMs: 500 },
        { kind: 'dropBefore' },
        { kind: 'dropAfter' },
        { kind: 'truncate' },
      ],
      ...more,
    },
    {
      path: /\.git\//,
      fault: [
        { kind: 'serverError', status: 502 },
        { kind: 'secondaryRateLimit', status: 429 },
        { kind: 'dropBefore' },
        { kind: 'truncate' },
      ],
      ...more,
    },
  );
}

function describeEnd(task: BackgroundTask): string {
  return [`${task.status}: ${task.outcome}`, task.error]
    .filter(Boolean)
    .join(', ');
}

/** The addresses of all pull requests of a repository, whatever became of them. */
async function pullRequests(
  { github, githubToken }: Replicas,
  { repository }: Member,
): Promise<string[]> {
  const response = await fetch(
    `${github.apiUrl}/repos/${OWNER}/${repository}/pulls?state=all`,
    { headers: { authorization: `token ${githubToken}` } },
  );
  const pulls: { html_url: string }[] = await response.json();
  return pulls.map(pull => pull.html_url);
}

/** The runs and phases whose events are not 1, 2, 3, …, and the tasks whose agent was started more than once. */
async function disorder({ tasks: db }: TestDatabase): Promise<unknown[]> {
  const positions = await db('events')
    .groupBy('task_uid')
    .havingRaw('min(position) <> 1 or max(position) <> count(*)')
    .select('task_uid');
  const runs = await db('events')
    .whereNotNull('run_uid')
    .groupBy('run_uid', 'phase')
    .havingRaw('min(seq) <> 1 or max(seq) <> count(*)')
    .select('run_uid', 'phase');
  const agents = await db('events')
    .where('phase', 'agent')
    .groupBy('task_uid')
    .havingRaw('count(distinct run_uid) > 1')
    .select('task_uid');
  return [...positions, ...runs, ...agents];
}
