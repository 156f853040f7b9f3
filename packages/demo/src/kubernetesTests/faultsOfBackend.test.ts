import type {
  BackgroundTask,
  BackgroundTaskEvent,
} from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';
import { ticksOf } from '../systemTests/support/replicas/tasks';
import { waitUntil } from '../systemTests/support/waitUntil';
import { FaultWorld } from './support/faults/FaultWorld';

jest.setTimeout(600_000);

/** How long the API server is out of the backend's reach. */
const AWAY_MS = 60_000;

/** Watches of Jobs, Pods, sessions and templates, and the log of a task that runs. */
const CONNECTIONS = 5;

/** One task is in each of them when the backend is killed. */
const phases = [
  'clone',
  'baseline',
  'agent',
  'collect',
  'validate',
  'publish',
] as const;
const held = phases.map(phase => ({ name: `in-${phase}` }));
const [inClone, inBaseline, inAgent, inCollect, inValidate, inPublish] = held;
const cut = { name: 'cut' };
const away = { name: 'away' };
const late = { name: 'late' };

describe('a backend on the cluster', () => {
  let world: FaultWorld;

  beforeAll(async () => {
    world = await FaultWorld.start({
      repositories: Object.fromEntries(
        [...held, cut, away, late].map(({ name }) => [
          name,
          name === inBaseline.name ? { gate: 'baseline' } : {},
        ]),
      ),
      kubernetes: {
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { cpu: '2', memory: '512Mi' },
        },
      },
    });
  });
  afterAll(async () => {
    await world?.stop();
  });

  /** An agent that counts until its gate is opened, once it has said that it runs. */
  function counting(name: string): string {
    const { gates } = world;
    gates.set(`${name}-end`, { holdFrom: 1 });
    return [
      gates.waitAt(`${name}-agent`),
      `(${gates.waitAt(`${name}-end`)}; touch /tmp/open) &`,
      'i=1; while [ ! -f /tmp/open ]; do echo "tick $i"; i=$((i+1)); sleep 0.25; done',
      'echo more >> text.txt',
    ].join('\n');
  }

  /** An agent that changes something, once it has said that it runs. */
  function changing(name: string, more = ''): string {
    const lines = [world.gates.waitAt(`${name}-agent`), more];
    return [...lines, 'echo more >> text.txt'].join('\n');
  }

  /** What must hold of a task that was disturbed: see `whole`. */
  async function factsOf(
    { name }: { name: string },
    { task, events }: { task: BackgroundTask; events: BackgroundTaskEvent[] },
  ) {
    const positions = events.map(({ position }) => position);
    const ticks = ticksOf(events);
    const pullRequests = await world.pullRequests({ name });
    return {
      name,
      outcome: task.outcome,
      error: task.error,
      agents: world.gates.count(`${name}-agent`),
      isComplete: isCount(positions) && isCount(ticks),
      pullRequests: pullRequests.length,
    };
  }

  it('that is killed goes on in every phase, loses nothing and does nothing twice', async () => {
    const { gates, portal } = world;
    const { github, backend } = portal.system;
    gates.set('baseline', { holdFrom: 1 });
    gates.set('collect', { holdFrom: 1 });
    gates.set('validate', { holdFrom: 1 });
    github.faults.set(
      {
        path: new RegExp(`/${inClone.name}\\.git/`),
        fault: { kind: 'slow', delayMs: 600_000 },
      },
      {
        method: /POST/,
        path: new RegExp(`/repos/[^/]+/${inPublish.name}/git/`),
        fault: { kind: 'slow', delayMs: 600_000 },
      },
    );
    const toGate = `printf %s '${gates.url('validate')}' > gate.txt`;
    await Promise.all([
      world.create(inClone, changing(inClone.name)),
      world.create(inBaseline, changing(inBaseline.name)),
      world.create(inAgent, counting(inAgent.name)),
      world.create(
        inCollect,
        changing(inCollect.name, gates.waitAt('collect')),
      ),
      world.create(inValidate, changing(inValidate.name, toGate)),
      world.create(inPublish, changing(inPublish.name)),
    ]);
    await Promise.all([
      world.untilInPhase(inClone, 'clone'),
      gates.untilHeld('baseline'),
      gates.untilHeld(`${inAgent.name}-end`),
      gates.untilHeld('collect'),
      gates.untilHeld('validate'),
      world.untilInPhase(inPublish, 'publish'),
    ]);
    gates.open('collect');
    await waitUntil('the change is collected', async () => {
      const { phase } = await world.read(inCollect);
      return phase === 'collect' || phase === 'validate';
    });

    await backend.kill();
    github.faults.clear();
    await backend.start();
    for (const gate of ['baseline', 'validate', `${inAgent.name}-end`]) {
      gates.open(gate);
    }

    const ends = await Promise.all(held.map(task => world.ended(task)));
    for (const [index, task] of held.entries()) {
      expect(await factsOf(task, ends[index])).toEqual(whole(task));
    }
    const agent = ends[held.indexOf(inAgent)];
    expect(ticksOf(agent.events).length).toBeGreaterThan(20);
    await world.untilNothingIsLeft();
  });

  it('follows on where its watches and logs are cut off', async () => {
    const { gates, door } = world;
    await world.create(cut, counting(cut.name));
    await gates.untilHeld(`${cut.name}-end`);
    const events: BackgroundTaskEvent[] = [];
    const end = world.ended(cut, events);
    for (let turn = 1; turn <= 3; turn++) {
      const before = ticksOf(events).length;
      await waitUntil(
        'the backend has its watches and a log',
        () => door.connections >= CONNECTIONS,
      );
      door.cut();
      await waitUntil(
        'more is heard of the agent',
        () => ticksOf(events).length > before + 3,
      );
    }
    gates.open(`${cut.name}-end`);
    expect(await factsOf(cut, await end)).toEqual(whole(cut));
  });

  it('waits while the API server is away, with the tasks that run and those that come', async () => {
    const { gates, door } = world;
    await world.create(away, counting(away.name));
    await gates.untilHeld(`${away.name}-end`);
    door.close();
    await world.create(late, changing(late.name));
    await delay(AWAY_MS / 2);
    // It ends meanwhile, and nobody sees it.
    gates.open(`${away.name}-end`);
    await delay(AWAY_MS / 2);
    door.reopen();
    const ends = await Promise.all([world.ended(away), world.ended(late)]);
    expect(await factsOf(away, ends[0])).toEqual(whole(away));
    expect(await factsOf(late, ends[1])).toEqual(whole(late));
    expect(ticksOf(ends[0].events).length).toBeGreaterThan(60);
    await world.untilNothingIsLeft();
  });
});

/** Its agent ran once, nothing of what it said is missing or doubled, and there is one pull request. */
function whole({ name }: { name: string }) {
  return {
    name,
    ...{ outcome: 'pullRequest', error: null, agents: 1 },
    ...{ isComplete: true, pullRequests: 1 },
  };
}

/** Whether they are 1, 2, 3, … */
function isCount(numbers: number[]): boolean {
  return numbers.every((number, index) => number === index + 1);
}
