import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { PageKey } from '../tasks/cursor';
import type { Task } from '../tasks/Task';
import { toNumber, type TaskRow } from './rows';

/** What a search reads of a task's instructions and of its error: so much tells what it is about. */
const MAX_TEXT = 1_000;

/** A task as far as the portal's search knows it. */
export type TaskDocument = Pick<
  Task,
  | 'uid'
  | 'project'
  | 'name'
  | 'status'
  | 'creator'
  | 'repositoryUrl'
  | 'entityRef'
  | 'provider'
  | 'template'
  | 'prUrl'
  | 'createdAt'
  | 'completedAt'
> & {
  /** The beginning of them. */
  instructions: string;
  /** The beginning of it. */
  error: string | null;
};

type DocumentRow = Pick<
  TaskRow,
  | 'uid'
  | 'project'
  | 'name'
  | 'status'
  | 'creator'
  | 'repository_url'
  | 'entity_ref'
  | 'provider'
  | 'template'
  | 'pr_url'
  | 'created_at'
  | 'completed_at'
> & { instructions: string; error: string | null };

/** Reads the tasks of all projects for the portal's search. */
export class TaskDocuments {
  private constructor(private readonly db: Knex) {}

  static async create(options: {
    database: DatabaseService;
  }): Promise<TaskDocuments> {
    return new TaskDocuments(await options.database.getClient());
  }

  /** A page of tasks, the newest first; those whose names are free again are left out. */
  async page(
    after: PageKey | undefined,
    limit: number,
  ): Promise<{ items: TaskDocument[]; more: boolean }> {
    const { db } = this;
    const beginningOf = (column: 'instructions' | 'error') =>
      db.raw('substr(??, 1, ?) as ??', [column, MAX_TEXT, column]);
    const query = db<TaskRow>('tasks')
      .where('released', '')
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'uid', order: 'desc' },
      ])
      .limit(limit + 1);
    if (after) {
      query
        .where('created_at', '<=', after.value)
        .where(next =>
          next
            .where('created_at', '<', after.value)
            .orWhere('uid', '<', after.uid),
        );
    }
    const rows: DocumentRow[] = await query.select(
      'uid',
      'project',
      'name',
      'status',
      'creator',
      'repository_url',
      'entity_ref',
      'provider',
      'template',
      'pr_url',
      'created_at',
      'completed_at',
      beginningOf('instructions'),
      beginningOf('error'),
    );
    return {
      items: rows.slice(0, limit).map(documentFromRow),
      more: rows.length > limit,
    };
  }
}

function documentFromRow(row: DocumentRow): TaskDocument {
  return {
    uid: row.uid,
    project: row.project,
    name: row.name,
    status: row.status,
    creator: row.creator,
    repositoryUrl: row.repository_url,
    entityRef: row.entity_ref,
    provider: row.provider,
    template: row.template,
    prUrl: row.pr_url,
    createdAt: Number(row.created_at),
    completedAt: toNumber(row.completed_at),
    instructions: row.instructions,
    error: row.error,
  };
}
