import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { BenchClient } from '../load/BenchClient';
import { median } from '../load/statistics';
import type { Measure, MeasureContext } from './types';

const CALLS = 150;
/** Between its calls an agent does what the model told it; meanwhile the call before is entered in the books. */
const PAUSE_MS = 100;
const WARM_UP = 30;
const HELD = 200;
/** What opening so many streams still costs is over by then. */
const SETTLE_MS = 2_000;
const MEGABYTE = 1024 * 1024;
/** As large as a short conversation of an agent, with its tools. */
const PROMPT_BYTES = 20 * 1024;

type Door = { pool: Pool; path: string; token: string };

/**
 * What the model gateway adds to a streamed call: memory, and time over a call of the vendor itself, beside the time
 * that a bare hop adds.
 */
export const gateway: Measure = {
  name: 'gateway',
  async run(context) {
    const { client, record, repositoryUrls, rounds, vendor } = context;
    const task = `gateway-${randomUUID().slice(0, 8)}`;
    await client.send({
      method: 'POST',
      path: '/api/background-tasks/projects/open/background-tasks',
      body: {
        name: task,
        instructions: 'Call the model',
        repository: { url: repositoryUrls[0] },
        provider: 'claude-code',
        // With a budget each call is reserved too: that is the dearer way.
        budget: { usd: 10_000 },
      },
    });
    const { gatewayUrl, token } = await client.modelDoor(task);
    const { origin, pathname } = new URL(gatewayUrl);
    const through: Door = {
      pool: new Pool(origin, { connections: HELD }),
      path: `${pathname}/v1/messages`,
      token,
    };
    const plain = (url: string): Door => ({
      pool: new Pool(url, { connections: 1 }),
      path: '/v1/messages',
      token: 'any',
    });
    const direct = plain(vendor.url);
    const relay = plain(await client.startRelay(vendor.url));
    try {
      await compare({ through, direct, relay }, WARM_UP);
      for (let round = 0; round < rounds; round++) {
        const times = await compare({ through, direct, relay }, CALLS);
        const row = { unit: 'ms', better: 'lower' } as const;
        record({ ...row, title: 'a streamed call' }, 'ours', times.through);
        record({ ...row, title: 'a streamed call' }, 'floor', times.direct);
        const added = {
          ...row,
          title: 'what the gateway adds to a streamed call',
          target: '< 2 ms',
        };
        record(added, 'ours', times.through - times.direct);
        record(added, 'floor', times.relay - times.direct);
        record(
          {
            title: 'memory of a streamed call under way',
            unit: 'MB',
            better: 'lower',
            target: '< 1 MB',
          },
          'ours',
          await memoryOf(context, through),
        );
      }
    } finally {
      vendor.release();
      await through.pool.destroy();
      await direct.pool.destroy();
      await relay.pool.destroy();
      await client.open(task);
      await client.untilIdle('ours');
    }
  },
};

/** The medians of calls that take turns, in ms, to the last byte of the answer. */
async function compare(
  doors: { through: Door; direct: Door; relay: Door },
  calls: number,
) {
  const times = {
    direct: [] as number[],
    relay: [] as number[],
    through: [] as number[],
  };
  for (let n = 0; n < calls; n++) {
    for (const way of ['direct', 'relay', 'through'] as const) {
      times[way].push(await timed(doors[way]));
      await sleep(PAUSE_MS);
    }
  }
  return {
    direct: median(times.direct),
    relay: median(times.relay),
    through: median(times.through),
  };
}

async function timed(door: Door): Promise<number> {
  const began = performance.now();
  const response = await call(door);
  await response.body.dump({ limit: Infinity });
  return performance.now() - began;
}

/** MB that each of many calls under way adds to the backend. */
async function memoryOf(
  { client, vendor }: MeasureContext,
  door: Door,
): Promise<number> {
  const before = await memoryAtRest(client);
  const held = await Promise.all(
    Array.from({ length: HELD }, () => call(door, { 'x-bench-hold': '1' })),
  );
  await sleep(SETTLE_MS);
  const during = (await client.meter()).rssBytes;
  vendor.release();
  await Promise.all(held.map(response => response.body.dump()));
  return Math.max(0, during - before) / MEGABYTE / HELD;
}

async function memoryAtRest(client: BenchClient): Promise<number> {
  await sleep(SETTLE_MS);
  return (await client.meter()).rssBytes;
}

async function call(
  { pool, path, token }: Door,
  headers: Record<string, string> = {},
) {
  const response = await pool.request({
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json',
      'x-api-key': token,
      ...headers,
    },
    body: JSON.stringify({
      model: 'claude-sonnet-5-5',
      max_tokens: 1_000,
      stream: true,
      messages: [{ role: 'user', content: 'x'.repeat(PROMPT_BYTES) }],
    }),
  });
  if (response.statusCode !== 200) {
    throw new Error(
      `A call of the model was answered ${
        response.statusCode
      }: ${await response.body.text()}`,
    );
  }
  return response;
}
