import { percentile } from './statistics';
import type { BenchClient, BenchRequest } from './BenchClient';

/** What a load came to; latencies in milliseconds. */
export type Load = { p50: number; p95: number; perSecond: number };

/** Sends requests one after the other from each of so many clients, until all were answered. */
export async function load(
  client: BenchClient,
  options: {
    clients: number;
    requests: number;
    requestOf: (n: number, user: number) => BenchRequest;
  },
): Promise<Load> {
  const { clients, requests, requestOf } = options;
  const latencies: number[] = [];
  let sent = 0;
  const work = async (user: number) => {
    while (sent < requests) {
      sent += 1;
      const request = requestOf(sent, user);
      const began = performance.now();
      await client.send({ user, ...request });
      latencies.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, (_, n) => work(n)));
  return summary(latencies, performance.now() - began);
}

/** @param elapsedMs - how long it took in all */
export function summary(latencies: number[], elapsedMs: number): Load {
  return {
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    perSecond: (latencies.length / elapsedMs) * 1000,
  };
}
