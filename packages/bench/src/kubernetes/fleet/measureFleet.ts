import { setTimeout as sleep } from 'node:timers/promises';
import {
  between,
  peakRate,
  resourceWritesOf,
  sumOf,
  writesOf,
  type RequestCounts,
  type Sample,
} from '../RequestCounts';
import {
  startClusterSystem,
  type ClusterSystem,
  type TaskPlace,
} from '../startClusterSystem';
import { connectToTestCluster } from '@background-tasks/dev-cluster';
import { SimulatedNodes } from './SimulatedNodes';

const SAMPLE_MS = 1_000;
/** A rate is one that lasts for this long. */
const WINDOW_MS = 10_000;
const AT_ONCE = 10;
const POLL_MS = 500;
const GIVE_UP_MS = 30 * 60_000;

/** How large the fleet is. */
export type FleetSize = { tasks: number; projects: number; nodes: number };

/** A stretch of time, and what was asked of the API server in it. */
export type Stretch = {
  seconds: number;
  requests: RequestCounts;
  /** The most per second over ten seconds. */
  peakResourceWrites: number;
  peakWrites: number;
};

/** What a fleet of tasks came to. */
export type FleetTimes = {
  /** From the first task until the agents of all run. */
  begin: Stretch;
  /** While all run and say nothing new. */
  idle: Stretch;
  /** Until all have ended. */
  end: Stretch;
  /** What the backend holds, in bytes: before, while all run, and after. */
  memory: { before: number; running: number; after: number };
  heap: { before: number; running: number; after: number };
};

/** Many tasks on simulated nodes, each of a user and a repository of its own. */
export async function measureFleet(options: {
  size: FleetSize;
  idleSeconds: number;
  signal: AbortSignal;
  say: (text: string) => void;
}): Promise<FleetTimes> {
  const { size, idleSeconds, signal, say } = options;
  const nodes = await SimulatedNodes.start(
    await connectToTestCluster(),
    size.nodes,
  );
  try {
    const system = await startClusterSystem({
      ...{ users: size.tasks, projects: size.projects, signal },
      kubernetes: nodes.settings,
    });
    try {
      return await measure(system, nodes, size, idleSeconds, say);
    } finally {
      await system.stop();
    }
  } finally {
    await nodes.stop();
  }
}

async function measure(
  system: ClusterSystem,
  nodes: SimulatedNodes,
  { tasks: count, projects }: FleetSize,
  idleSeconds: number,
  say: (text: string) => void,
): Promise<FleetTimes> {
  const before = await system.memory();
  const tasks: TaskPlace[] = [];
  say('creating tasks');
  const begin = await stretch(system, async () => {
    for (let n = 0; n < count; n += AT_ONCE) {
      const some = Array.from(
        { length: Math.min(AT_ONCE, count - n) },
        (_, index) => system.create(n + index, 'true', (n + index) % projects),
      );
      tasks.push(...(await Promise.all(some)));
    }
    await untilAgentsRun(system, tasks);
  });
  // What was still to be written of their beginning.
  await untilQuiet(system);
  say('all run');
  const idle = await stretch(system, () => system.pause(idleSeconds * 1_000));
  const running = await system.memory();
  say('letting them end');
  const end = await stretch(system, async () => {
    const namespaces = Array.from({ length: projects }, (_, project) =>
      system.namespace(project),
    );
    await nodes.endAgents(namespaces);
    await system.untilCompleted(tasks);
    await untilQuiet(system);
  });
  const after = await system.memory();
  return {
    ...{ begin, idle, end },
    memory: { before: before.rss, running: running.rss, after: after.rss },
    heap: {
      before: before.heapUsed,
      running: running.heapUsed,
      after: after.heapUsed,
    },
  };
}

async function untilAgentsRun(
  system: ClusterSystem,
  tasks: readonly TaskPlace[],
): Promise<void> {
  const until = Date.now() + GIVE_UP_MS;
  for (const { path, name } of tasks) {
    for (;;) {
      const task = JSON.parse(await system.client.send({ path }));
      if (task.phase === 'agent') break;
      if (task.error || Date.now() > until) {
        throw new Error(`${name} is ${task.status}: ${task.error}`);
      }
      await system.pause(POLL_MS);
    }
  }
}

/** Waits until nothing is written for a while, or as long as it may take. */
async function untilQuiet(system: ClusterSystem): Promise<void> {
  const until = Date.now() + 2 * 60_000;
  let quietSince = Date.now();
  let seen = sumOf(writesOf(await system.requests()));
  while (Date.now() - quietSince < WINDOW_MS && Date.now() < until) {
    await system.pause(SAMPLE_MS);
    const now = sumOf(writesOf(await system.requests()));
    if (now !== seen) quietSince = Date.now();
    seen = now;
  }
}

/** Looks at the requests each second while something happens. */
async function stretch(
  system: ClusterSystem,
  work: () => Promise<unknown>,
): Promise<Stretch> {
  const resourceWrites: Sample[] = [];
  const writes: Sample[] = [];
  const before = await system.requests();
  const began = Date.now();
  let working = true;
  const done = work().finally(() => {
    working = false;
  });
  const sampling = (async () => {
    while (working) {
      const counts = between(before, await system.requests());
      const at = Date.now();
      resourceWrites.push({ at, total: sumOf(resourceWritesOf(counts)) });
      writes.push({ at, total: sumOf(writesOf(counts)) });
      await Promise.race([sleep(SAMPLE_MS), done.catch(() => undefined)]);
    }
  })();
  await Promise.all([done, sampling]);
  return {
    seconds: (Date.now() - began) / 1000,
    requests: between(before, await system.requests()),
    peakResourceWrites: peakRate(resourceWrites, WINDOW_MS),
    peakWrites: peakRate(writes, WINDOW_MS),
  };
}
