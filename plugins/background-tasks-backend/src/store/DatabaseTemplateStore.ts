import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { TaskStatus } from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import type {
  NewTemplate,
  Template,
  TemplateBody,
  TemplateStatistics,
} from '../templates/Template';
import type { AuditRecord } from './AuditStore';
import { addAuditRecord } from './DatabaseAuditStore';
import { nowSql } from './databaseClock';
import { inTransaction } from './inTransaction';
import {
  whereCondition,
  whereTemplateCondition,
  type TaskCondition,
  type TemplateCondition,
} from './TaskCondition';
import type { TemplateStore } from './TemplateStore';
import { isUniqueViolation } from './uniqueViolation';

export type TemplateRow = {
  uid: string;
  project: string;
  name: string;
  body: string;
  created_by: string;
  created_at: number | string;
  updated_at: number | string;
  usage_count: number;
  last_used_at: number | string | null;
};

/** PostgreSQL gives counts and sums as strings. */
type StatisticsRow = {
  template_uid: string;
  tasks: number | string;
  completed: number | string;
  failed: number | string;
  stopped: number | string;
};

/** Templates in a SQL database: SQLite or PostgreSQL. Its tables are made by the store of the tasks. */
export class DatabaseTemplateStore implements TemplateStore {
  private constructor(private readonly db: Knex) {}

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseTemplateStore> {
    return new DatabaseTemplateStore(await options.database.getClient());
  }

  async create(
    template: NewTemplate,
    record: AuditRecord,
  ): Promise<Template | undefined> {
    const { uid, project, name, createdBy, ...body } = template;
    return inTransaction(this.db, async tx => {
      const now = tx.raw(nowSql(tx));
      const rows = await tx('templates')
        .insert({
          uid,
          project,
          name,
          body: JSON.stringify(body),
          created_by: createdBy,
          created_at: now,
          updated_at: now,
          usage_count: 0,
          last_used_at: null,
        })
        .onConflict(['project', 'name'])
        .ignore()
        .returning<TemplateRow[]>('*');
      if (rows.length > 0) await addAuditRecord(tx, record);
      return rows.map(templateFromRow).at(0);
    });
  }

  async get(project: string, name: string): Promise<Template | undefined> {
    const row = await this.db<TemplateRow>('templates')
      .where({ project, name })
      .first();
    return row && templateFromRow(row);
  }

  async list(
    {
      projects,
      visible,
    }: { projects: string[]; visible: TemplateCondition | undefined },
    { after, limit }: { after?: { name: string; uid: string }; limit: number },
  ): Promise<{ items: Template[]; more: boolean }> {
    const query = this.db<TemplateRow>('templates')
      .whereIn('project', projects)
      .orderBy(['name', 'uid'])
      .limit(limit + 1);
    if (visible) whereTemplateCondition(query, visible);
    if (after !== undefined) {
      query.where(next =>
        next
          .where('name', '>', after.name)
          .orWhere(same =>
            same.where('name', after.name).where('uid', '>', after.uid),
          ),
      );
    }
    const rows = await query;
    return {
      items: rows.slice(0, limit).map(templateFromRow),
      more: rows.length > limit,
    };
  }

  async statistics(
    uids: string[],
    visible: TaskCondition | undefined,
  ): Promise<Map<string, TemplateStatistics>> {
    if (uids.length === 0) return new Map();
    const query: Knex.QueryBuilder = this.db('tasks')
      .whereIn('tasks.template_uid', uids)
      .groupBy('template_uid')
      .select(
        'template_uid',
        this.db.raw('count(*) as tasks'),
        this.counted('completed', ['Completed']),
        this.counted('failed', ['Failed', 'Timeout']),
        this.counted('stopped', ['Stopped']),
      );
    if (visible) whereCondition(query, visible);
    const rows: StatisticsRow[] = await query;
    return new Map(rows.map(row => [row.template_uid, statisticsFromRow(row)]));
  }

  private counted(name: string, statuses: TaskStatus[]): Knex.Raw {
    return this.db.raw(
      `sum(case when status in (${statuses.map(
        () => '?',
      )}) then 1 else 0 end) as ${name}`,
      statuses,
    );
  }

  async update(
    uid: string,
    name: string,
    body: TemplateBody,
    record: AuditRecord,
  ): Promise<Template | 'nameTaken' | undefined> {
    try {
      return await inTransaction(this.db, async tx => {
        const rows = await tx('templates')
          .where({ uid })
          .update({
            name,
            body: JSON.stringify(body),
            updated_at: tx.raw(nowSql(tx)),
          })
          .returning<TemplateRow[]>('*');
        if (rows.length > 0) await addAuditRecord(tx, record);
        return rows.map(templateFromRow).at(0);
      });
    } catch (error) {
      if (isUniqueViolation(error)) return 'nameTaken';
      throw error;
    }
  }

  async delete(uid: string, record: AuditRecord): Promise<void> {
    await inTransaction(this.db, async tx => {
      await tx<TemplateRow>('templates').where({ uid }).delete();
      await addAuditRecord(tx, record);
    });
  }
}

/** Counts that a task was made from a template, in the transaction that admits the task. */
export function countTemplateUse(tx: Knex, uid: string): Knex.QueryBuilder {
  return tx('templates')
    .where({ uid })
    .update({
      usage_count: tx.raw('usage_count + 1'),
      last_used_at: tx.raw(nowSql(tx)),
    });
}

function statisticsFromRow(row: StatisticsRow): TemplateStatistics {
  const [tasks, completed, failed, stopped] = [
    row.tasks,
    row.completed,
    row.failed,
    row.stopped,
  ].map(Number);
  return {
    tasks,
    active: tasks - completed - failed - stopped,
    completed,
    failed,
    stopped,
  };
}

export function templateFromRow(row: TemplateRow): Template {
  const body: Omit<TemplateBody, 'image'> & Partial<TemplateBody> = JSON.parse(
    row.body,
  );
  return {
    ...body,
    // Those that were stored before templates could name one have none.
    image: body.image ?? null,
    uid: row.uid,
    project: row.project,
    name: row.name,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    usageCount: row.usage_count,
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
  };
}
