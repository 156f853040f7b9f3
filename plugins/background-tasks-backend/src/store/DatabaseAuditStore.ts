import type { Knex } from 'knex';
import type { AuditRecord, AuditStore, StoredAuditRecord } from './AuditStore';
import { nowSql } from './databaseClock';
import { whereCondition, type TaskCondition } from './TaskCondition';

type AuditRow = {
  id: number;
  time: number | string;
  action: string;
  actor: string;
  on_behalf_of: string | null;
  project: string;
  task: string | null;
  result: 'success' | 'failure';
  detail: string | null;
};

/** PostgreSQL refuses to compare an integer with what is none. */
const MAX_ID = 2 ** 31 - 1;

/** The history in a SQL database: SQLite or PostgreSQL. */
export class DatabaseAuditStore implements AuditStore {
  constructor(private readonly db: Knex) {}

  async add(record: AuditRecord): Promise<void> {
    await addAuditRecord(this.db, record);
  }

  async list(filter: {
    projects: string[];
    visible?: TaskCondition;
    task?: string;
    before?: number;
    limit: number;
  }): Promise<{ items: StoredAuditRecord[]; more: boolean }> {
    const query = this.db<AuditRow>('audit')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1);
    if (filter.projects.length === 1) {
      query.where('project', filter.projects[0]);
    } else {
      query.whereIn('project', filter.projects);
    }
    const { visible } = filter;
    if (visible) {
      const seen = this.db('tasks')
        .select(this.db.raw('1'))
        .whereRaw('tasks.project = audit.project and tasks.name = audit.task');
      whereCondition(seen, visible);
      query.where(record => record.whereNull('task').orWhereExists(seen));
    }
    if (filter.task !== undefined) query.where('task', filter.task);
    if (filter.before !== undefined) {
      query.where('id', '<', Math.min(filter.before, MAX_ID));
    }
    const rows = await query;
    return {
      items: rows.slice(0, filter.limit).map(recordFromRow),
      more: rows.length > filter.limit,
    };
  }
}

/** What adds a record once it is awaited, in the transaction of what it tells of where there is one. */
export function addAuditRecord(
  db: Knex,
  record: AuditRecord,
): Knex.QueryBuilder {
  return db('audit').insert({
    time: db.raw(nowSql(db)),
    action: record.action,
    actor: record.actor,
    on_behalf_of: record.onBehalfOf,
    project: record.project,
    task: record.task,
    result: record.result,
    detail: record.detail,
  });
}

function recordFromRow(row: AuditRow): StoredAuditRecord {
  const { id, time, on_behalf_of: onBehalfOf, ...rest } = row;
  return { ...rest, id: Number(id), time: Number(time), onBehalfOf };
}
