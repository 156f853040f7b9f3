import {
  activeTaskStatuses,
  type ActiveTaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** How many tasks of a project are in an active status; never 0. */
export type ActiveTaskCount = {
  project: string;
  status: ActiveTaskStatus;
  count: number;
};

/** Counts over the whole installation, for metrics. */
export class DatabaseTaskCounts {
  private readonly db: Knex;

  private constructor(db: Knex) {
    this.db = db;
  }

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseTaskCounts> {
    return new DatabaseTaskCounts(await options.database.getClient());
  }

  async active(): Promise<ActiveTaskCount[]> {
    const rows = await this.db('tasks')
      .whereIn('status', activeTaskStatuses)
      .groupBy('project', 'status')
      .select<
        { project: string; status: ActiveTaskStatus; count: number | string }[]
      >('project', 'status', this.db.raw('count(*) as count'));
    return rows.map(row => ({ ...row, count: Number(row.count) }));
  }
}
