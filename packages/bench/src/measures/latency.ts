import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Who } from '../load/BenchClient';
import { percentile } from '../load/statistics';
import { Viewers } from '../load/Viewers';
import { assertCompleted, startTask } from './requests';
import type { Measure, MeasureContext } from './types';

/** A task that speaks at this rate is a lively build. */
const PER_SECOND = 5;
const SECONDS = 6;
/** How long viewers wait for lines that are still on their way. */
const LAST_LINES_MS = 10_000;

/** How long a line takes from the runner's write to each of its viewers. */
export const latency: Measure = {
  name: 'latency',
  async run(context) {
    const { quick, rounds } = context;
    for (let round = 0; round < rounds; round++) {
      for (const viewers of quick ? [1, 200] : [1, 200, 1_000]) {
        for (const who of ['ours', 'peer'] as const) {
          await watchOne(context, who, viewers);
        }
      }
    }
  },
};

async function watchOne(
  context: MeasureContext,
  who: Who,
  viewers: number,
): Promise<void> {
  const { client, repositoryUrls, record } = context;
  const gate = randomUUID();
  const lines = PER_SECOND * SECONDS;
  const task = await startTask(client, who, repositoryUrls[0], {
    gate,
    lines,
    perSecond: PER_SECOND,
    stays: true,
  });
  const watching = new Viewers(client);
  try {
    await watching.open(Array.from({ length: viewers }, () => task.events));
    await client.open(gate);
    await untilSeen(watching, lines);
  } finally {
    watching.close();
    await client.open(gate);
    await client.open(`${gate}-end`);
    await client.untilIdle(who);
  }
  await assertCompleted(client, task);
  const seen = watching.seen(lines);
  const title = `event latency, ${viewers.toLocaleString('en')} viewer${
    viewers > 1 ? 's' : ''
  }`;
  record(
    { title: `${title}, p50`, unit: 'ms', better: 'lower' },
    who,
    percentile(seen.latencies, 0.5),
  );
  record(
    {
      title: `${title}, p95`,
      unit: 'ms',
      better: 'lower',
      ...(viewers === 200 && { target: '< 100 ms' }),
    },
    who,
    percentile(seen.latencies, 0.95),
  );
  for (const what of ['lost', 'doubled'] as const) {
    record(
      {
        title: `events ${what}, ${viewers.toLocaleString('en')} viewer${
          viewers > 1 ? 's' : ''
        }`,
        unit: 'events',
        better: 'lower',
        target: '0',
      },
      who,
      seen[what],
    );
  }
}

async function untilSeen(watching: Viewers, lines: number): Promise<void> {
  const giveUpAt = Date.now() + SECONDS * 1000 + LAST_LINES_MS;
  while (watching.fewest < lines && Date.now() < giveUpAt) await sleep(50);
}
