import { noop } from '../behaviour';
import { load } from '../load/load';
import { assertCompleted, floorRequest, startTask } from './requests';
import type { Measure, MeasureContext } from './types';

/** Reading one task. */
export const get: Measure = {
  name: 'get',
  run: context => measureGet(context, ''),
};

/** The same with the permission framework on. */
export const getWithPermissions: Measure = {
  name: 'get-permissions',
  permissions: true,
  run: context => measureGet(context, ', permissions on'),
};

async function measureGet(
  context: MeasureContext,
  suffix: string,
): Promise<void> {
  const { client, quick, repositoryUrls, record, rounds } = context;
  const [ours, peer] = await Promise.all([
    startTask(client, 'ours', repositoryUrls[0], noop),
    startTask(client, 'peer', repositoryUrls[0], noop),
  ]);
  await client.untilIdle('ours');
  await client.untilIdle('peer');
  for (const task of [ours, peer]) await assertCompleted(client, task);
  const requests = {
    ours: { path: ours.get },
    peer: { path: peer.get },
    floor: floorRequest,
  };
  for (let round = 0; round <= rounds; round++) {
    for (const clients of [1, 50]) {
      for (const who of ['ours', 'peer', 'floor'] as const) {
        const { p50, p95 } = await load(client, {
          clients,
          requests: (quick ? 200 : 500) * (clients === 1 ? 1 : 4),
          requestOf: () => requests[who],
        });
        if (round === 0) continue;
        const title = `get, ${clients} client${
          clients > 1 ? 's' : ''
        }${suffix}`;
        record(
          {
            title: `${title}, p50`,
            unit: 'ms',
            better: 'lower',
            ...(suffix === '' && { target: '1.3x the floor' }),
          },
          who,
          p50,
        );
        record(
          {
            title: `${title}, p95`,
            unit: 'ms',
            better: 'lower',
            ...(clients > 1 && { target: '< 100 ms' }),
          },
          who,
          p95,
        );
      }
    }
  }
}
