import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type {
  NewTemplate,
  Template,
  TemplateBody,
} from '../templates/Template';
import { nowSql } from './databaseClock';
import type { TemplateStore } from './TemplateStore';
import { isUniqueViolation } from './uniqueViolation';

type TemplateRow = {
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

/** Templates in a SQL database: SQLite or PostgreSQL. Its tables are made by the store of the tasks. */
export class DatabaseTemplateStore implements TemplateStore {
  private constructor(private readonly db: Knex) {}

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseTemplateStore> {
    return new DatabaseTemplateStore(await options.database.getClient());
  }

  async create(template: NewTemplate): Promise<Template | undefined> {
    const { uid, project, name, createdBy, ...body } = template;
    const now = this.db.raw(nowSql(this.db));
    const rows = await this.db('templates')
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
    return rows.map(templateFromRow).at(0);
  }

  async get(project: string, name: string): Promise<Template | undefined> {
    const row = await this.db<TemplateRow>('templates')
      .where({ project, name })
      .first();
    return row && templateFromRow(row);
  }

  async list(
    project: string,
    { after, limit }: { after?: string; limit: number },
  ): Promise<{ items: Template[]; more: boolean }> {
    const query = this.db<TemplateRow>('templates')
      .where({ project })
      .orderBy('name')
      .limit(limit + 1);
    if (after !== undefined) query.where('name', '>', after);
    const rows = await query;
    return {
      items: rows.slice(0, limit).map(templateFromRow),
      more: rows.length > limit,
    };
  }

  async update(
    uid: string,
    name: string,
    body: TemplateBody,
  ): Promise<Template | 'nameTaken' | undefined> {
    try {
      const rows = await this.db('templates')
        .where({ uid })
        .update({
          name,
          body: JSON.stringify(body),
          updated_at: this.db.raw(nowSql(this.db)),
        })
        .returning<TemplateRow[]>('*');
      return rows.map(templateFromRow).at(0);
    } catch (error) {
      if (isUniqueViolation(error)) return 'nameTaken';
      throw error;
    }
  }

  async delete(uid: string): Promise<void> {
    await this.db<TemplateRow>('templates').where({ uid }).delete();
  }
}

/** Counts that a task was made from a template, in the transaction that admits the task. */
export async function countTemplateUse(tx: Knex, uid: string): Promise<void> {
  await tx('templates')
    .where({ uid })
    .update({
      usage_count: tx.raw('usage_count + 1'),
      last_used_at: tx.raw(nowSql(tx)),
    });
}

function templateFromRow(row: TemplateRow): Template {
  const body: TemplateBody = JSON.parse(row.body);
  return {
    ...body,
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
