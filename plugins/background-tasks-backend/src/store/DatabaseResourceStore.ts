import { activeTaskStatuses } from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import type { Template } from '../templates/Template';
import { nowSql } from './databaseClock';
import { templateFromRow, type TemplateRow } from './DatabaseTemplateStore';
import type { ResourceStore, RunState, StoredResource } from './ResourceStore';
import type { TaskRow } from './rows';

type ResourceRow = {
  kind: StoredResource['kind'];
  owner_uid: string;
  cluster: string;
  namespace: string;
  name: string;
  uid: string;
  spec_hash: string | null;
  // SQLite has no booleans.
  synced: boolean | number;
  gone: boolean | number;
};

type LeaseRow = { name: string; owner: string; expires_at: number | string };

/** PostgreSQL takes 65,535 variables in a statement, SQLite 32,766. */
const MAX_VARIABLES = 10_000;

/** Kubernetes resources of tasks and templates in a SQL database: SQLite or PostgreSQL. */
export class DatabaseResourceStore implements ResourceStore {
  constructor(private readonly db: Knex) {}

  async get(
    kind: StoredResource['kind'],
    ownerUid: string,
  ): Promise<StoredResource | undefined> {
    const row = await this.resources()
      .where({ kind, owner_uid: ownerUid })
      .first();
    return row && fromRow(row);
  }

  async byUid(uid: string): Promise<StoredResource | undefined> {
    const row = await this.resources().where({ uid }).first();
    return row && fromRow(row);
  }

  async put(resource: StoredResource): Promise<void> {
    const { ownerUid, specHash, ...rest } = resource;
    await this.resources()
      .insert({ ...rest, owner_uid: ownerUid, spec_hash: specHash })
      .onConflict(['kind', 'owner_uid'])
      .merge();
  }

  async change(
    { kind, ownerUid }: Pick<StoredResource, 'kind' | 'ownerUid'>,
    fields: Partial<Pick<StoredResource, 'specHash' | 'synced' | 'gone'>>,
  ): Promise<void> {
    const { specHash, ...rest } = fields;
    await this.resources()
      .where({ kind, owner_uid: ownerUid })
      .update({
        ...rest,
        ...(specHash !== undefined && { spec_hash: specHash }),
      });
  }

  async remove({
    kind,
    ownerUid,
  }: Pick<StoredResource, 'kind' | 'ownerUid'>): Promise<void> {
    await this.resources().where({ kind, owner_uid: ownerUid }).delete();
  }

  async templates(): Promise<StoredResource[]> {
    const rows = await this.resources().where({ kind: 'template' });
    return rows.map(fromRow);
  }

  async known(uids: string[]): Promise<Set<string>> {
    return this.existing('kubernetes_resources', uids);
  }

  async knownTasks(uids: string[]): Promise<Set<string>> {
    return this.existing('tasks', uids);
  }

  async releaseName(taskUid: string, endedWithinMs: number): Promise<void> {
    await this.db<TaskRow>('tasks')
      .where({ uid: taskUid })
      .where(task =>
        task
          .whereNull('completed_at')
          .orWhere('completed_at', '>=', this.before(endedWithinMs)),
      )
      .update({ released: taskUid });
  }

  async unmirrored(olderThanMs: number): Promise<string[]> {
    const rows = await this.db<TaskRow>('tasks')
      .whereIn('status', activeTaskStatuses)
      .where('created_at', '<', this.before(olderThanMs))
      .whereNotIn(
        'uid',
        this.db('kubernetes_resources')
          .where({ kind: 'session' })
          .select('owner_uid'),
      )
      .select('uid');
    return rows.map(({ uid }) => uid);
  }

  async activeSessions(): Promise<StoredResource[]> {
    const rows = await this.resources()
      .where({ kind: 'session', gone: false })
      .whereIn('owner_uid', this.activeTasks().select('uid'));
    return rows.map(fromRow);
  }

  async unsynced(limit: number): Promise<string[]> {
    const rows = await this.db<TaskRow>('tasks')
      .whereNotIn('status', activeTaskStatuses)
      .whereIn(
        'uid',
        this.db('kubernetes_resources')
          .where({ kind: 'session', synced: false, gone: false })
          .select('owner_uid'),
      )
      .limit(limit)
      .select('uid');
    return rows.map(({ uid }) => uid);
  }

  async expiredSessions(
    olderThanMs: number,
    limit: number,
    without: string[],
  ): Promise<StoredResource[]> {
    const rows = await this.resources()
      .where({ kind: 'session' })
      .whereNotIn('cluster', without)
      .whereNotIn(
        'owner_uid',
        this.db<TaskRow>('tasks')
          .whereNull('completed_at')
          .orWhere('completed_at', '>=', this.before(olderThanMs))
          .select('uid'),
      )
      .where(row =>
        row.where({ gone: false }).orWhereNotIn(
          // What is left of a task that is deleted.
          'owner_uid',
          this.db<TaskRow>('tasks').select('uid'),
        ),
      )
      .limit(limit);
    return rows.map(fromRow);
  }

  async runStates(runUids: string[]): Promise<Map<string, RunState>> {
    const states = new Map<string, RunState>();
    for (let i = 0; i < runUids.length; i += MAX_VARIABLES) {
      const rows: {
        uid: string;
        cleaned: boolean | number;
        completed_at: number | string | null;
        later: string | null;
      }[] = await this.db('runs')
        .join('tasks', 'tasks.uid', 'runs.task_uid')
        .whereIn('runs.uid', runUids.slice(i, i + MAX_VARIABLES))
        .select(
          'runs.uid',
          'runs.cleaned',
          'tasks.completed_at',
          this.db('runs as other')
            .whereRaw('other.task_uid = runs.task_uid')
            .whereRaw('other.attempt > runs.attempt')
            .min('other.uid')
            .as('later'),
        );
      for (const { uid, cleaned, completed_at: completedAt, later } of rows) {
        states.set(uid, {
          ended: completedAt !== null,
          cleaned: Boolean(cleaned),
          latest: later === null,
        });
      }
    }
    return states;
  }

  async activeProjects(): Promise<string[]> {
    const rows = await this.activeTasks().distinct('project');
    return rows.map(({ project }) => project);
  }

  async allTemplates(): Promise<Template[]> {
    const rows = await this.db<TemplateRow>('templates');
    return rows.map(templateFromRow);
  }

  async template(uid: string): Promise<Template | undefined> {
    const row = await this.db<TemplateRow>('templates').where({ uid }).first();
    return row && templateFromRow(row);
  }

  async lease(name: string, owner: string, ms: number): Promise<boolean> {
    const expires = this.db.raw(`${nowSql(this.db)} + ${Math.trunc(ms)}`);
    const held = await this.db<LeaseRow>('leases')
      .where({ name })
      .where(lease =>
        lease
          .where({ owner })
          .orWhere('expires_at', '<', this.db.raw(nowSql(this.db))),
      )
      .update({ owner, expires_at: expires });
    if (held > 0) return true;
    const made = await this.db('leases')
      .insert({ name, owner, expires_at: expires })
      .onConflict('name')
      .ignore()
      .returning('name');
    return made.length > 0;
  }

  async unlease(name: string, owner: string): Promise<void> {
    await this.db<LeaseRow>('leases').where({ name, owner }).delete();
  }

  private async existing(table: string, uids: string[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (let i = 0; i < uids.length; i += MAX_VARIABLES) {
      const rows = await this.db(table)
        .whereIn('uid', uids.slice(i, i + MAX_VARIABLES))
        .select<{ uid: string }[]>('uid');
      for (const { uid } of rows) found.add(uid);
    }
    return found;
  }

  private resources() {
    return this.db<ResourceRow>('kubernetes_resources');
  }

  private activeTasks() {
    return this.db<TaskRow>('tasks').whereIn('status', activeTaskStatuses);
  }

  private before(ms: number): Knex.Raw {
    return this.db.raw(`${nowSql(this.db)} - ${Math.trunc(ms)}`);
  }
}

function fromRow(row: ResourceRow): StoredResource {
  const { owner_uid: ownerUid, spec_hash: specHash, ...rest } = row;
  return {
    ...rest,
    ownerUid,
    specHash,
    synced: Boolean(row.synced),
    gone: Boolean(row.gone),
  };
}
