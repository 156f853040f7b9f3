import { load, summary } from '../load/load';
import { USERS } from '../system/startBenchSystem';
import { createOurs, createPeer, floorRequest } from './requests';
import type { Measure, MeasureContext } from './types';

const everyone = ['ours', 'peer', 'floor'] as const;
type Whose = (typeof everyone)[number];

/** Creating tasks: alone, with 50 users at once under the limits, and as many as go. */
export const create: Measure = {
  name: 'create',
  run: context => measureCreate(context, ''),
};

/** The same with the permission framework on. */
export const createWithPermissions: Measure = {
  name: 'create-permissions',
  permissions: true,
  run: context => measureCreate(context, ', permissions on'),
};

async function measureCreate(
  context: MeasureContext,
  suffix: string,
): Promise<void> {
  const { rounds } = context;
  for (let round = 0; round <= rounds; round++) {
    // The first round warms up.
    const counts = round > 0;
    await oneClient(context, suffix, counts);
    await manyUsers(context, suffix, counts);
    await unlimited(context, suffix, counts);
  }
}

async function oneClient(
  context: MeasureContext,
  suffix: string,
  counts: boolean,
): Promise<void> {
  const { client, quick, repositoryUrls, record } = context;
  const requests = quick ? 20 : 50;
  const latencies: Record<Whose, number[]> = { ours: [], peer: [], floor: [] };
  for (let n = 0; n < requests; n++) {
    // In turns, so that all of them come to a backend that did the same before.
    for (const who of everyone) {
      const sent = performance.now();
      await client.send(requestOf(who, n, repositoryUrls));
      latencies[who].push(performance.now() - sent);
      // What carrying the task out takes is measured with 50 clients.
      await client.untilIdle('ours');
      await client.untilIdle('peer');
    }
  }
  if (!counts) return;
  for (const who of everyone) {
    const { p50, p95 } = summary(latencies[who], 1);
    const title = `create, 1 client${suffix}`;
    record({ title: `${title}, p50`, unit: 'ms', better: 'lower' }, who, p50);
    record(
      {
        title: `${title}, p95`,
        unit: 'ms',
        better: 'lower',
        ...(suffix === '' && { target: '3x the floor' }),
      },
      who,
      p95,
    );
  }
}

/** Each user has one task at most: all create at once, and again when all tasks have ended. */
async function manyUsers(
  context: MeasureContext,
  suffix: string,
  counts: boolean,
): Promise<void> {
  const { client, quick, repositoryUrls, record } = context;
  const waves = quick ? 2 : 5;
  for (const who of everyone) {
    const latencies: number[] = [];
    const began = performance.now();
    for (let wave = 0; wave < waves; wave++) {
      await Promise.all(
        Array.from({ length: USERS }, async (_, user) => {
          const request = {
            ours: createOurs('limited', repositoryUrls[user]),
            peer: createPeer(),
            floor: floorRequest,
          }[who];
          const sent = performance.now();
          await client.send({ ...request, user });
          latencies.push(performance.now() - sent);
        }),
      );
      if (who !== 'floor') await client.untilIdle(who);
    }
    if (!counts) continue;
    const { p50, p95 } = summary(latencies, performance.now() - began);
    const title = `create, 50 users at once on 50 repositories, limits on${suffix}`;
    record({ title: `${title}, p50`, unit: 'ms', better: 'lower' }, who, p50);
    record(
      {
        title: `${title}, p95`,
        unit: 'ms',
        better: 'lower',
        target: '< 200 ms',
      },
      who,
      p95,
    );
  }
}

async function unlimited(
  context: MeasureContext,
  suffix: string,
  counts: boolean,
): Promise<void> {
  const { client, quick, repositoryUrls, record } = context;
  for (const who of ['ours', 'peer'] as const) {
    const before = await client.meter();
    const requests = quick ? 200 : 500;
    const began = performance.now();
    const { perSecond } = await load(client, {
      clients: USERS,
      requests,
      requestOf: n => requestOf(who, n, repositoryUrls),
    });
    await client.untilIdle(who);
    const seconds = (performance.now() - began) / 1000;
    const after = await client.meter();
    if (!counts) continue;
    const title = `50 clients, limits 0${suffix}`;
    record(
      { title: `created, ${title}`, unit: '1/s', better: 'higher' },
      who,
      perSecond,
    );
    record(
      { title: `carried out, ${title}`, unit: '1/s', better: 'higher' },
      who,
      requests / seconds,
    );
    record(
      {
        title: `SQL statements of a task that does nothing${suffix}`,
        unit: 'events',
        better: 'lower',
      },
      who,
      (after.statements[who] - before.statements[who]) / requests,
    );
  }
}

function requestOf(who: Whose, n: number, repositoryUrls: string[]) {
  if (who === 'floor') return floorRequest;
  if (who === 'peer') return createPeer();
  return createOurs('open', repositoryUrls[n % repositoryUrls.length]);
}
