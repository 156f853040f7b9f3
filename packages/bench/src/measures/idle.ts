import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient, Who } from '../load/BenchClient';
import { Viewers } from '../load/Viewers';
import { startTask } from './requests';
import type { Measure, MeasureContext } from './types';

const VIEWERS = 1_000;
const SECONDS = 10;
/** What opening so many streams still costs is over by then. */
const SETTLE_MS = 2_000;

/** What 1,000 viewers of a task that says nothing cost. */
export const idle: Measure = {
  name: 'idle',
  async run(context) {
    for (let round = 0; round < context.rounds; round++) {
      for (const who of ['ours', 'peer'] as const) await idleOf(context, who);
    }
  },
};

async function idleOf(context: MeasureContext, who: Who): Promise<void> {
  const { client, repositoryUrls, record } = context;
  const gate = randomUUID();
  const task = await startTask(client, who, repositoryUrls[0], {
    gate,
    lines: 0,
    perSecond: 0,
  });
  const watching = new Viewers(client);
  try {
    await sleep(SETTLE_MS);
    const alone = await usage(client, who);
    await watching.open(Array.from({ length: VIEWERS }, () => task.events));
    await sleep(SETTLE_MS);
    const watched = await usage(client, who);
    record(
      {
        title: 'SQL statements, a running task, no viewer',
        unit: '1/s',
        better: 'lower',
      },
      who,
      alone.statements,
    );
    record(
      {
        title: 'SQL statements that 1,000 idle viewers add',
        unit: '1/s',
        better: 'lower',
        target: '0 (below 1)',
      },
      who,
      Math.max(0, watched.statements - alone.statements),
    );
    record(
      {
        title: 'CPU with 1,000 idle viewers (of one core)',
        unit: '%',
        better: 'lower',
      },
      who,
      watched.cpu,
    );
  } finally {
    watching.close();
    await client.open(gate);
    await client.untilIdle(who);
  }
}

/** Statements per second, and percent of one core. */
async function usage(client: BenchClient, who: Who) {
  const before = await client.meter();
  const began = performance.now();
  await sleep(SECONDS * 1000);
  const after = await client.meter();
  const seconds = (performance.now() - began) / 1000;
  return {
    statements: (after.statements[who] - before.statements[who]) / seconds,
    cpu: ((after.cpuMicros - before.cpuMicros) / 1_000_000 / seconds) * 100,
  };
}
