import { between, type RequestCounts } from './RequestCounts';
import type { ClusterSystem } from './startClusterSystem';

/** What several runs at once came to. */
export type ManyTimes = {
  seconds: number;
  requests: RequestCounts;
};

/** Runs of different users and repositories at once on the one node, each with a change and a pull request. */
export async function measureMany(
  system: ClusterSystem,
  runs: number,
): Promise<ManyTimes> {
  const before = await system.requests();
  const began = performance.now();
  const tasks = await Promise.all(
    Array.from({ length: runs }, (_, n) =>
      system.create(n, 'echo changed > changed.txt'),
    ),
  );
  await system.untilCompleted(tasks);
  const seconds = (performance.now() - began) / 1000;
  return { seconds, requests: between(before, await system.requests()) };
}
