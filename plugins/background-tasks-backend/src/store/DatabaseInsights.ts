import {
  taskStatuses,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { whereCondition, type TaskCondition } from './TaskCondition';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** 1970 began on a Thursday: the first Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** What the figures are of. */
export type InsightsFilter = {
  projects: string[];
  /** Left out: all tasks of these projects. */
  visible?: TaskCondition;
  /** Creation, in ms since 1970: from here on, and before. */
  from: number;
  to: number;
  interval: 'day' | 'week';
};

/** By what tasks are counted together. */
export type InsightsDimension =
  | 'all'
  | 'period'
  | 'project'
  | 'template'
  | 'creator'
  | 'provider';

/** Sums over some tasks. */
export type InsightsSums = {
  tasks: number;
  statuses: Record<TaskStatus, number>;
  retries: number;
  retriesSucceeded: number;
  ended: number;
  endedWithinHour: number;
  openPullRequests: number;
  mergedPullRequests: number;
  closedPullRequests: number;
  costUsd: number;
  tasksOfUnknownCost: number;
  tokens: number;
};

/** The sums of the tasks that have something in common. */
export type InsightsRow = {
  dimension: InsightsDimension;
  /** The period's start in ms since 1970, or a name; null where the tasks have none. */
  key: string | null;
  /** Of a template. */
  project: string | null;
  sums: InsightsSums;
};

type Columns = Record<string, string | number | null>;

/** Counted in the database: what is named here is the column of each task, whose sum is taken. */
const sums = {
  tasks: '1',
  ...Object.fromEntries(
    taskStatuses.map(status => [
      `status_${status.toLowerCase()}`,
      `case when status = '${status}' then 1 else 0 end`,
    ]),
  ),
  retries: 'case when retry_of is not null then 1 else 0 end',
  retries_succeeded: `case when retry_of is not null and status = 'Completed' then 1 else 0 end`,
  ended: 'case when completed_at is not null then 1 else 0 end',
  ended_within_hour: `case when completed_at - created_at <= ${HOUR_MS} then 1 else 0 end`,
  pr_open: `case when pr_state = 'open' then 1 else 0 end`,
  pr_merged: `case when pr_state = 'merged' then 1 else 0 end`,
  pr_closed: `case when pr_state = 'closed' then 1 else 0 end`,
  cost: 'coalesce(cost_usd, 0)',
  cost_unknown: 'case when cost_usd is null then 1 else 0 end',
  tokens: 'input_tokens + output_tokens',
};

const dimensions: Record<InsightsDimension, { key: string; project?: string }> =
  {
    all: { key: 'null' },
    period: { key: 'cast(period as varchar(20))' },
    project: { key: 'project' },
    template: { key: 'template', project: 'project' },
    creator: { key: 'creator' },
    provider: { key: 'provider' },
  };

/** Figures over tasks, summed up by the database. */
export class DatabaseInsights {
  private constructor(private readonly db: Knex) {}

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseInsights> {
    return new DatabaseInsights(await options.database.getClient());
  }

  /** The sums of all tasks, and by what they have in common: in one statement. */
  async sums(filter: InsightsFilter): Promise<InsightsRow[]> {
    const { db } = this;
    const names = Object.keys(dimensions).filter(isDimension);
    const found = this.found(filter).select(
      ...['project', 'template', 'creator', 'provider', 'status', 'retry_of'],
      ...['created_at', 'completed_at', 'pr_state', 'cost_usd'],
      ...['input_tokens', 'output_tokens'],
      db.raw(`${periodSql(filter.interval)} as period`),
    );
    const columns = Object.entries(sums).map(([name, sql]) =>
      db.raw(`sum(${sql}) as ${name}`),
    );
    const [first, ...others] = names.map(dimension => {
      const { key, project } = dimensions[dimension];
      const query = db('found').select(
        db.raw(`'${dimension}' as dimension`),
        db.raw(`${key} as "key"`),
        db.raw(`${project ?? 'null'} as of_project`),
        ...columns,
      );
      if (dimension !== 'all') query.groupByRaw(key);
      if (project) query.groupByRaw(project);
      return query;
    });
    const rows: Columns[] = await db
      .with('found', found)
      .from(first.unionAll(others, false).as('figures'))
      .select('*');
    return rows.map(rowOf);
  }

  /**
   * How long it took from the creation of a task to its pull request.
   *
   * @returns ms that so large a part of the tasks took at most; undefined where there is no pull request
   */
  async timeToPullRequest(
    filter: Omit<InsightsFilter, 'interval'>,
  ): Promise<{ median: number; p90: number } | undefined> {
    const { db } = this;
    const ranked = this.found(filter)
      .whereNotNull('pr_url')
      .whereNotNull('completed_at')
      .select(
        db.raw('completed_at - created_at as took'),
        db.raw(
          'row_number() over (order by completed_at - created_at) as rank',
        ),
        db.raw('count(*) over () as total'),
      );
    // The first of which so many percent are not longer, which any SQL can say without a percentile of its own.
    const row: Columns | undefined = await db
      .from(ranked.as('ranked'))
      .first(
        db.raw('min(case when rank * 2 >= total then took end) as median'),
        db.raw('min(case when rank * 10 >= total * 9 then took end) as p90'),
      );
    if (!row || row.median === null || row.p90 === null) return undefined;
    return { median: Number(row.median), p90: Number(row.p90) };
  }

  private found(filter: Omit<InsightsFilter, 'interval'>): Knex.QueryBuilder {
    const query = this.db('tasks')
      .whereIn('tasks.project', filter.projects)
      .where('tasks.created_at', '>=', filter.from)
      .where('tasks.created_at', '<', filter.to);
    if (filter.visible) whereCondition(query, filter.visible);
    return query;
  }
}

/** The start of the period of a moment, in ms since 1970 UTC. Weeks begin on Monday. */
export function startOfPeriod(ms: number, interval: 'day' | 'week'): number {
  return interval === 'day'
    ? ms - (ms % DAY_MS)
    : ms - ((ms - FIRST_MONDAY_MS) % WEEK_MS);
}

function periodSql(interval: 'day' | 'week'): string {
  return interval === 'day'
    ? `created_at - (created_at % ${DAY_MS})`
    : `created_at - ((created_at - ${FIRST_MONDAY_MS}) % ${WEEK_MS})`;
}

function isDimension(name: string): name is InsightsDimension {
  return Object.hasOwn(dimensions, name);
}

function rowOf(row: Columns): InsightsRow {
  // PostgreSQL gives sums as strings, and sums of nothing are null.
  const sum = (name: string) => Number(row[name] ?? 0);
  const dimension = String(row.dimension);
  return {
    dimension: isDimension(dimension) ? dimension : 'all',
    key: row.key === null ? null : String(row.key),
    project: row.of_project === null ? null : String(row.of_project),
    sums: {
      tasks: sum('tasks'),
      statuses: {
        Pending: sum('status_pending'),
        Creating: sum('status_creating'),
        Running: sum('status_running'),
        Completed: sum('status_completed'),
        Failed: sum('status_failed'),
        Stopped: sum('status_stopped'),
        Timeout: sum('status_timeout'),
      },
      retries: sum('retries'),
      retriesSucceeded: sum('retries_succeeded'),
      ended: sum('ended'),
      endedWithinHour: sum('ended_within_hour'),
      openPullRequests: sum('pr_open'),
      mergedPullRequests: sum('pr_merged'),
      closedPullRequests: sum('pr_closed'),
      costUsd: sum('cost'),
      tasksOfUnknownCost: sum('cost_unknown'),
      tokens: sum('tokens'),
    },
  };
}
