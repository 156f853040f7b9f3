import type { Knex } from 'knex';
import { nowSql } from './databaseClock';
import { inTransaction } from './inTransaction';
import type { MaintenanceStore, OpenPullRequest } from './MaintenanceStore';
import type { TaskRow } from './rows';

/** Rows in one slice: it holds no lock for long. */
const SLICE = 1_000;
/** Chunks of bundles in one slice: each is some 60 KB. */
const CHUNK_SLICE = 100;
/** Tasks in one slice: each has up to 500 words. */
const TASK_SLICE = 20;

/** Old tasks in a SQL database. */
export class DatabaseMaintenanceStore implements MaintenanceStore {
  constructor(private readonly db: Knex) {}

  async purgeEvents(olderThanMs: number): Promise<number> {
    const task = await this.db<TaskRow>('tasks')
      .whereNull('purged_at')
      .where('completed_at', '<', this.before(olderThanMs))
      .orderBy('completed_at')
      .first('uid');
    if (!task) return 0;
    const events = await this.deleteSlice(
      { table: 'events', key: 'position', slice: SLICE },
      task.uid,
    );
    if (events > 0) return events;
    for (const { uid } of await this.db('runs')
      .where({ task_uid: task.uid })
      .select('uid')) {
      const chunks = await this.deleteSlice(
        { table: 'bundle_chunks', key: 'chunk', slice: CHUNK_SLICE },
        task.uid,
        { run_uid: uid },
      );
      if (chunks > 0) return chunks;
    }
    await this.db('model_calls')
      .where({ task_uid: task.uid })
      .whereNotNull('prompt')
      .update({ prompt: null });
    return this.db<TaskRow>('tasks')
      .where({ uid: task.uid })
      .update({ purged_at: this.db.raw(nowSql(this.db)) });
  }

  async purgeTasks(olderThanMs: number): Promise<number> {
    return inTransaction(this.db, async tx => {
      const rows = await tx<TaskRow>('tasks')
        .whereNotNull('purged_at')
        .where('completed_at', '<', this.before(olderThanMs))
        .orderBy('completed_at')
        .limit(TASK_SLICE)
        .select('uid');
      const uids = rows.map(row => row.uid);
      for (const table of [
        'task_words',
        'run_tokens',
        'model_reservations',
        'model_calls',
        'runs',
      ]) {
        await tx(table).whereIn('task_uid', uids).delete();
      }
      return tx<TaskRow>('tasks').whereIn('uid', uids).delete();
    });
  }

  async purgeAudit(olderThanMs: number): Promise<number> {
    const oldest = this.db('audit')
      .where('time', '<', this.before(olderThanMs))
      .orderBy('time')
      .limit(SLICE)
      .select('id');
    return this.db('audit').whereIn('id', oldest).delete();
  }

  async purgeIdempotencyKeys(olderThanMs: number): Promise<number> {
    const oldest = this.db('idempotency_keys')
      .where('created_at', '<', this.before(olderThanMs))
      .orderBy('created_at')
      .limit(SLICE)
      .select('task_uid');
    return this.db('idempotency_keys').whereIn('task_uid', oldest).delete();
  }

  async pullRequestsToRead(
    withinMs: number,
    limit: number,
  ): Promise<OpenPullRequest[]> {
    const rows = await this.db<TaskRow>('tasks')
      .where({ pr_state: 'open' })
      .whereNotNull('pr_number')
      .where('completed_at', '>', this.before(withinMs))
      .orderByRaw('coalesce(pr_checked_at, 0), completed_at')
      .limit(limit)
      .select('uid', 'project', 'repository_url', 'pr_number');
    return rows.map(row => ({
      taskUid: row.uid,
      project: row.project,
      repositoryUrl: row.repository_url,
      number: Number(row.pr_number),
    }));
  }

  async pullRequestRead(
    taskUid: string,
    state?: 'open' | 'merged' | 'closed',
  ): Promise<void> {
    await this.db<TaskRow>('tasks')
      .where({ uid: taskUid })
      .update({
        pr_checked_at: this.db.raw(nowSql(this.db)),
        ...(state && { pr_state: state }),
      });
  }

  private before(ms: number): Knex.Raw {
    return this.db.raw(`${nowSql(this.db)} - ${Math.trunc(ms)}`);
  }

  private async deleteSlice(
    { table, key, slice }: { table: string; key: string; slice: number },
    taskUid: string,
    where: Record<string, string> = {},
  ): Promise<number> {
    const rows = { task_uid: taskUid, ...where };
    const first = this.db(table)
      .where(rows)
      .orderBy(key)
      .limit(slice)
      .select(key);
    return this.db(table).where(rows).whereIn(key, first).delete();
  }
}
