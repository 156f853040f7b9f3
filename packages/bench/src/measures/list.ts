import { load } from '../load/load';
import { USERS } from '../system/startBenchSystem';
import { floorRequest } from './requests';
import type { Measure, MeasureContext } from './types';

const OURS = '/api/background-tasks/projects/archive/background-tasks';
const ALL_OURS = '/api/background-tasks/background-tasks';
const PEER = '/api/scaffolder/v2/tasks';

type List = {
  title: string;
  ours: string;
  peer?: string;
  target?: string;
  /** Whether it is measured with 50 clients too. */
  many?: boolean;
};

const lists: List[] = [
  {
    title: 'list',
    ours: `${OURS}?limit=25`,
    peer: `${PEER}?limit=25&offset=0&order=desc:created_at`,
    target: '2x the floor, at 100,000 1.5x that at 1,000',
    many: true,
  },
  {
    title: 'list over all projects',
    ours: `${ALL_OURS}?limit=25`,
  },
  {
    title: 'list by status',
    ours: `${OURS}?limit=25&status=Failed`,
    peer: `${PEER}?limit=25&offset=0&order=desc:created_at&status=failed`,
  },
  {
    title: 'list by creator',
    ours: `${OURS}?limit=25&creator=user:default/user-1`,
    peer: `${PEER}?limit=25&offset=0&order=desc:created_at&createdBy=user:default/user-1`,
  },
  {
    title: 'list by a rare word',
    ours: `${OURS}?limit=25&q=ticket77`,
    target: '< 50 ms',
  },
  {
    title: 'list by a word that all have',
    ours: `${OURS}?limit=25&q=checks`,
    target: '< 50 ms',
  },
  {
    title: 'list by three words',
    ours: `${OURS}?limit=25&q=upgrade%20lodash%20component12`,
    target: '< 50 ms',
  },
  {
    title: 'list by a word that none has',
    ours: `${OURS}?limit=25&q=nowhere`,
    target: '< 50 ms',
  },
];

/** Pages of lists, with more and more tasks behind them. */
export const list: Measure = {
  name: 'list',
  run: context =>
    measureLists(
      context,
      '',
      context.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000],
      lists,
    ),
};

/** The same with the permission framework on. */
export const listWithPermissions: Measure = {
  name: 'list-permissions',
  permissions: true,
  run: context =>
    measureLists(context, ', permissions on', [1_000], lists.slice(0, 1)),
};

async function measureLists(
  context: MeasureContext,
  suffix: string,
  sizes: number[],
  which: List[],
): Promise<void> {
  let from = 0;
  for (const size of sizes) {
    await context.client.seed({
      from,
      to: size,
      project: 'archive',
      users: USERS,
      repositoryUrls: context.repositoryUrls,
    });
    from = size;
    for (const one of which) {
      const title = `${one.title}, ${size.toLocaleString('en')} tasks${suffix}`;
      await measureList(context, one, title, 1);
      if (one.many) await measureList(context, one, title, 50);
    }
  }
}

async function measureList(
  context: MeasureContext,
  { ours, peer, target }: List,
  title: string,
  clients: number,
): Promise<void> {
  const { client, quick, record, rounds } = context;
  const requests = {
    ours: { path: ours },
    peer: peer && { path: peer },
    floor: floorRequest,
  };
  for (let round = 0; round <= rounds; round++) {
    for (const who of ['ours', 'peer', 'floor'] as const) {
      const request = requests[who];
      if (!request) continue;
      const { p50, p95 } = await load(client, {
        clients,
        requests:
          round === 0 ? 20 : (quick ? 50 : 100) * (clients === 1 ? 1 : 3),
        requestOf: () => request,
      });
      if (round === 0) continue;
      const full = clients === 1 ? title : `${title}, ${clients} clients`;
      record({ title: `${full}, p50`, unit: 'ms', better: 'lower' }, who, p50);
      record(
        {
          title: `${full}, p95`,
          unit: 'ms',
          better: 'lower',
          ...(clients === 1 && { target }),
        },
        who,
        p95,
      );
    }
  }
}
