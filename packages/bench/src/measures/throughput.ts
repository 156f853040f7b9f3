import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Who } from '../load/BenchClient';
import { startTask } from './requests';
import type { Measure, MeasureContext } from './types';

/** Some lines of the peer's may never come. */
const GIVE_UP_MS = 60_000;

/** How many lines per second get into the store, from one run and from ten at once. */
export const throughput: Measure = {
  name: 'throughput',
  async run(context) {
    for (let round = 0; round < context.rounds; round++) {
      for (const runs of [1, 10]) {
        for (const who of ['ours', 'peer'] as const) {
          await flood(context, who, runs);
        }
      }
    }
  },
};

async function flood(
  context: MeasureContext,
  who: Who,
  runs: number,
): Promise<void> {
  const { client, quick, repositoryUrls, record, database } = context;
  const lines = (quick ? 5_000 : 20_000) / (who === 'peer' ? 10 : 1);
  const gate = randomUUID();
  for (let n = 0; n < runs; n++) {
    await startTask(client, who, repositoryUrls[n], {
      gate,
      lines,
      perSecond: 0,
      stays: true,
    });
  }
  // All of them stand at the gate.
  await sleep(2_000);
  const before = (await client.stored())[who];
  const began = performance.now();
  await client.open(gate);
  let stored = 0;
  let elapsed = 0;
  while (stored < lines * runs && elapsed < GIVE_UP_MS) {
    await sleep(50);
    stored = (await client.stored())[who] - before;
    elapsed = performance.now() - began;
  }
  await client.open(`${gate}-end`);
  await client.untilIdle(who);
  record(
    {
      title: `events into the store, ${runs} run${runs > 1 ? 's' : ''}`,
      unit: '1/s',
      better: 'higher',
      ...(runs > 1 && database === 'postgres' && { target: '10,000/s' }),
    },
    who,
    (stored / elapsed) * 1000,
  );
}
