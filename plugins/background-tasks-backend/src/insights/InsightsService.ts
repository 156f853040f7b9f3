import type {
  InsightFigures,
  InsightGroup,
  Insights,
} from '@background-tasks/plugin-background-tasks-common';
import { ExpiringCache, type Projects } from '../permissions';
import {
  startOfPeriod,
  type DatabaseInsights,
  type InsightsDimension,
  type InsightsFilter,
  type InsightsRow,
  type InsightsSums,
} from '../store';
import { invalid, type Caller } from '../tasks';
import { addSums, noSums } from './sums';

const DAY_MS = 24 * 60 * 60_000;
/** The same figures are not summed up again so soon. */
const CACHE_MS = 30_000;
const MAX_RANGE_MS = 731 * DAY_MS;
/** A longer range is shown by weeks. */
const MAX_DAYS = 92;
const MAX_GROUPS = 50;

/** The query of the figures; times in ms since 1970. */
export type InsightsQuery = { project?: string; from: number; to: number };

type Summed = {
  rows: InsightsRow[];
  times: { median: number; p90: number } | undefined;
};

/** What came of tasks, in figures: of those alone that the caller may see. It knows no HTTP. */
export class InsightsService {
  private readonly summed = new ExpiringCache<Summed>(CACHE_MS);

  constructor(
    private readonly options: {
      insights: Pick<DatabaseInsights, 'sums' | 'timeToPullRequest'>;
      projects: Projects;
    },
  ) {}

  /**
   * @param teamsOf - the groups that users are members of, by user, as far as the caller may know
   * @throws InputError for a range that makes no sense, NotAllowedError for a project that is not the caller's
   */
  async get(
    { project, from, to }: InsightsQuery,
    caller: Caller,
    teamsOf: (creators: string[]) => Promise<ReadonlyMap<string, string[]>>,
  ): Promise<Insights> {
    if (to <= from) throw invalid('to', `must be later than 'from'`);
    if (to - from > MAX_RANGE_MS) {
      throw invalid('to', `must be at most two years after 'from'`);
    }
    const { projects } = this.options;
    const mine = project
      ? [projects.get(project, caller.principal)]
      : projects.list(caller.principal);
    const interval = to - from > MAX_DAYS * DAY_MS ? 'week' : 'day';
    const filter: InsightsFilter = {
      projects: mine.map(({ name }) => name),
      visible: await caller.access.readable(),
      from,
      to,
      interval,
    };
    const { rows, times } = await this.sum(filter);
    const of = (dimension: InsightsDimension) =>
      rows.filter(row => row.dimension === dimension);
    const creators = of('creator');
    const teams = await teamsOf(creators.flatMap(({ key }) => key ?? []));
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      interval,
      total: present(of('all')[0]?.sums ?? noSums()),
      timeToPullRequest: {
        median: times ? times.median / 1000 : null,
        p90: times ? times.p90 / 1000 : null,
      },
      overTime: series(filter, of('period')),
      byProject: groups(of('project')),
      byTemplate: groups(of('template')),
      byTeam: groups(byTeam(creators, teams)),
      byProvider: groups(of('provider')),
    };
  }

  private sum(filter: InsightsFilter): Promise<Summed> {
    return this.summed.get(JSON.stringify(filter), async () => {
      const { insights } = this.options;
      const [rows, times] = await Promise.all([
        insights.sums(filter),
        insights.timeToPullRequest(filter),
      ]);
      return { rows, times };
    });
  }
}

/** Each period of the range, also those without tasks. */
function series(
  { from, to, interval }: InsightsFilter,
  rows: InsightsRow[],
): Insights['overTime'] {
  const known = new Map(rows.map(({ key, sums }) => [Number(key), sums]));
  const step = interval === 'day' ? DAY_MS : 7 * DAY_MS;
  const periods: Insights['overTime'] = [];
  for (let at = startOfPeriod(from, interval); at < to; at += step) {
    periods.push({
      start: new Date(at).toISOString(),
      figures: present(known.get(at) ?? noSums()),
    });
  }
  return periods;
}

function byTeam(
  creators: InsightsRow[],
  teams: ReadonlyMap<string, string[]>,
): InsightsRow[] {
  const found = new Map<string | null, InsightsSums>();
  for (const { key, sums } of creators) {
    const of = teams.get(key ?? '') ?? [];
    for (const team of of.length > 0 ? of : [null]) {
      found.set(team, addSums(found.get(team) ?? noSums(), sums));
    }
  }
  return [...found].map(([key, sums]) => ({
    dimension: 'creator',
    key,
    project: null,
    sums,
  }));
}

function groups(rows: InsightsRow[]): InsightGroup[] {
  return [...rows]
    .sort((a, b) => b.sums.tasks - a.sums.tasks || compare(a.key, b.key))
    .slice(0, MAX_GROUPS)
    .map(({ key, project, sums }) => ({
      name: key,
      project,
      figures: present(sums),
    }));
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function present(sums: InsightsSums): InsightFigures {
  const { openPullRequests, mergedPullRequests, closedPullRequests, ...rest } =
    sums;
  const { Completed, Failed, Timeout } = sums.statuses;
  const decided = Completed + Failed + Timeout;
  return {
    ...rest,
    successRate: decided > 0 ? Completed / decided : null,
    pullRequests: {
      open: openPullRequests,
      merged: mergedPullRequests,
      closed: closedPullRequests,
    },
  };
}
