import { mockServices } from '@backstage/backend-test-utils';
import { isError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { testDatabases } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { fullAccess, Projects, type Principal } from '../permissions';
import {
  DatabaseInsights,
  DatabaseTaskStore,
  type TaskCondition,
} from '../store';
import type { NewTask } from '../tasks';
import { InsightsService } from './InsightsService';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A Tuesday. */
const FROM = Date.UTC(2026, 0, 6);
const ANA = 'user:default/ana';
const BEN = 'user:default/ben';

const databases = testDatabases();

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('insights on %s', databaseId => {
  async function start() {
    const db = await databases.init(databaseId);
    const database = { getClient: async () => db };
    const store = await DatabaseTaskStore.create({ database });
    const statements: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    const service = new InsightsService({
      insights: await DatabaseInsights.create({ database }),
      projects: new Projects({
        auth: mockServices.auth(),
        catalog: catalogServiceMock(),
        limits: NO_LIMITS,
      }),
    });
    /** A task that was created at a time and ended some minutes later. */
    const task = async (
      fields: Partial<NewTask>,
      row: {
        at?: number;
        minutes?: number;
        status?: string;
        pr?: 'open' | 'merged' | 'closed';
        cost?: number | null;
      } = {},
    ) => {
      const { at = FROM, minutes, status = 'Pending', pr, cost = 0 } = row;
      const created = newTask({ project: 'x', creator: ANA, ...fields });
      await store.admit(created, NO_LIMITS);
      await db('tasks')
        .where({ uid: created.uid })
        .update({
          status,
          created_at: at,
          completed_at: minutes === undefined ? null : at + minutes * MINUTE_MS,
          pr_url: pr ? 'https://github.example/o/n/pull/1' : null,
          pr_state: pr ?? null,
          cost_usd: cost,
        });
    };
    const get = (
      query: { project?: string; from?: number; to?: number } = {},
      visible?: TaskCondition,
    ) =>
      service.get(
        { from: FROM, to: FROM + 3 * DAY_MS, ...query },
        {
          principal: memberOf('x', 'y'),
          access: { ...fullAccess, readable: async () => visible },
        },
        async () =>
          new Map([[ANA, ['group:default/red', 'group:default/blue']]]),
      );
    return { task, get, statements };
  }

  it('tell what came of tasks: in all, over time, and by what they have in common', async () => {
    const { task, get, statements } = await start();
    const done = { status: 'Completed', minutes: 10 };
    await task({ template: 'upgrade' }, { ...done, pr: 'merged', cost: 0.5 });
    await task({ template: 'upgrade' }, { ...done, minutes: 20, pr: 'open' });
    await task({ retryOf: 'a' }, { ...done, minutes: 30, pr: 'closed' });
    await task(
      { retryOf: 'b', provider: 'agent' },
      { at: FROM + DAY_MS, status: 'Failed', minutes: 61, cost: null },
    );
    await task(
      { creator: BEN, project: 'y', template: 'upgrade' },
      { at: FROM + 2 * DAY_MS, status: 'Timeout', minutes: 60 },
    );
    await task({}, { status: 'Stopped', minutes: 1 });
    await task({}, { status: 'Running' });
    await task({}, { at: FROM - 1 });
    await task({}, { at: FROM + 3 * DAY_MS });
    await task({ project: 'z' });
    statements.length = 0;

    const figures = await get();
    expect(figures).toMatchObject({
      interval: 'day',
      total: {
        tasks: 7,
        statuses: {
          Pending: 0,
          Creating: 0,
          Running: 1,
          Completed: 3,
          Failed: 1,
          Stopped: 1,
          Timeout: 1,
        },
        successRate: 3 / 5,
        retries: 2,
        retriesSucceeded: 1,
        ended: 6,
        endedWithinHour: 5,
        pullRequests: { open: 1, merged: 1, closed: 1 },
        costUsd: 0.5,
        tasksOfUnknownCost: 1,
      },
      timeToPullRequest: { median: 20 * 60, p90: 30 * 60 },
    });
    expect(
      figures.overTime.map(({ start: at, figures: { tasks } }) => [at, tasks]),
    ).toEqual([
      ['2026-01-06T00:00:00.000Z', 5],
      ['2026-01-07T00:00:00.000Z', 1],
      ['2026-01-08T00:00:00.000Z', 1],
    ]);
    const counts = (groups: typeof figures.byProject) =>
      groups.map(({ name, project, figures: { tasks } }) => [
        name,
        project,
        tasks,
      ]);
    expect(counts(figures.byProject)).toEqual([
      ['x', null, 6],
      ['y', null, 1],
    ]);
    expect(counts(figures.byProvider)).toEqual([
      ['script', null, 6],
      ['agent', null, 1],
    ]);
    expect(counts(figures.byTeam)).toEqual([
      ['group:default/blue', null, 6],
      ['group:default/red', null, 6],
      [null, null, 1],
    ]);
    expect(counts(figures.byTemplate)).toEqual(
      expect.arrayContaining([
        [null, 'x', 4],
        ['upgrade', 'x', 2],
        ['upgrade', 'y', 1],
      ]),
    );

    await get();
    expect(statements).toHaveLength(2);
  });

  it('are of those tasks alone that the caller may see', async () => {
    const { task, get } = await start();
    await task({ creator: ANA });
    await task({ creator: BEN });
    await task({ creator: BEN, project: 'y' });
    expect((await get()).total.tasks).toBe(3);
    expect((await get({ project: 'y' })).total.tasks).toBe(1);
    expect((await get({}, { creators: [ANA] })).total.tasks).toBe(1);
    expect((await get({}, { anyOf: [] })).total).toMatchObject({
      tasks: 0,
      successRate: null,
    });
    expect(await refusal(get({ project: 'z' }))).toMatch(/not a member/);
  });

  it('are by weeks from Monday on where the range is long, and of no more than two years', async () => {
    const { task, get } = await start();
    await task({}, { at: FROM });
    await task({}, { at: FROM + 6 * DAY_MS });
    const { interval, overTime } = await get({ to: FROM + 100 * DAY_MS });
    expect(interval).toBe('week');
    expect(overTime.slice(0, 2)).toMatchObject([
      { start: '2026-01-05T00:00:00.000Z', figures: { tasks: 1 } },
      { start: '2026-01-12T00:00:00.000Z', figures: { tasks: 1 } },
    ]);
    expect(overTime).toHaveLength(15);
    expect(await refusal(get({ to: FROM }))).toMatch(/later than 'from'/);
    expect(await refusal(get({ to: FROM + 800 * DAY_MS }))).toMatch(
      /two years/,
    );
  });
});

function memberOf(...groups: string[]): Principal {
  const memberships = groups.map(group => `group:default/${group}`);
  return {
    userEntityRef: ANA,
    claims: [ANA, ...memberships],
    memberOf: new Set(memberships),
  };
}

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (isError(error)) return error.message;
  }
  throw new Error('It was not refused');
}
