import { randomUUID } from 'node:crypto';
import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  activeTaskStatuses,
  type BackgroundTaskEvent,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import type { NewTask, Run, Task, TaskLimits } from '../tasks/Task';
import type { AuditRecord } from './AuditStore';
import { commitTask } from './commitTask';
import { addAuditRecord } from './DatabaseAuditStore';
import {
  eventFromRow,
  runFromRow,
  taskColumns,
  taskFromRow,
  type EventRow,
  type RunRow,
  type SlotRow,
  type TaskRow,
} from './rows';
import { findNamed, getWholeTask } from './getWholeTask';
import { TaskLists } from './listTasks';
import { selectPrepared } from './selectPrepared';
import { countTemplateUse } from './DatabaseTemplateStore';
import {
  claimKey,
  findEarlierRequest,
  type IdempotentRequest,
} from './idempotency';
import { isUniqueViolation } from './uniqueViolation';
import { wordsOf } from './words';
import { isPostgres, nowSql } from './databaseClock';
import { inTransaction } from './inTransaction';
import { lockTask, type LockedTask } from './lockTask';
import { migrate } from './migrate';
import { prepareWrites } from './prepareWrites';
import { readAgainAlways } from './readAgain';
import { slicesOf, together } from './together';
import { tuneSqlite } from './tuneSqlite';
import { claimSlots, type SlotKind } from './slots';
import {
  LeaseLostError,
  type Admission,
  type Claim,
  type ClaimedTask,
  type Committed,
  type OtherTasks,
  type Refusal,
  type RunToken,
  type TaskChange,
  type TaskCommit,
  type TaskFilter,
  type TaskPage,
  type TaskStore,
  type WholeTask,
} from './TaskStore';

const migrationsDir = () =>
  resolvePackagePath(
    '@background-tasks/plugin-background-tasks-backend',
    'migrations',
  );

const COLUMNS = taskColumns.join();

/** Rows in one statement: most tasks have fewer words. */
const INSERT_WORDS = 500;

/** Rolls an admission back. */
class RefusedError extends Error {
  constructor(readonly kind: SlotKind) {
    super(kind);
  }
}

/** Tasks in a SQL database: SQLite or PostgreSQL. */
export class DatabaseTaskStore implements TaskStore {
  private readonly db: Knex;
  /** The database's own clock in ms since 1970: replicas' clocks differ. */
  private readonly nowSql: string;
  private readonly lists: TaskLists;

  private readonly onCommitted: (change: TaskChange) => void;

  private constructor(db: Knex, onCommitted: (change: TaskChange) => void) {
    this.db = db;
    this.onCommitted = onCommitted;
    this.nowSql = nowSql(db);
    this.lists = new TaskLists(db);
  }

  static async create(options: {
    database: DatabaseService;
    /** Told of each commit once it is stored. */
    onCommitted?: (change: TaskChange) => void;
  }): Promise<DatabaseTaskStore> {
    const { database } = options;
    const db = await database.getClient();
    await tuneSqlite(db);
    prepareWrites(db);
    readAgainAlways(db);
    if (!database.migrations?.skip) {
      await migrate(db, migrationsDir());
    }
    return new DatabaseTaskStore(db, options.onCommitted ?? (() => {}));
  }

  async instanceId(): Promise<string> {
    await this.db('meta')
      .insert({ key: 'instance', value: randomUUID() })
      .onConflict('key')
      .ignore();
    const row = await this.db('meta').where({ key: 'instance' }).first();
    return row.value;
  }

  async admit(
    task: NewTask,
    limits: TaskLimits,
    options: { request?: IdempotentRequest; record?: AuditRecord } = {},
  ): Promise<Admission> {
    const { request, record } = options;
    try {
      const admission = await inTransaction(this.db, async tx => {
        const earlier = request && (await claimKey(tx, request, task.uid));
        if (earlier === 'reused') {
          return { refusal: { code: 'idempotencyKeyReused' as const } };
        }
        if (earlier) {
          const before = await this.lockTask(tx, earlier.taskUid);
          return { task: before.task, repeated: true };
        }
        const full = await claimSlots(tx, task, limits);
        if (full) throw new RefusedError(full);
        const [row]: TaskRow[] = await tx('tasks')
          .insert({ ...newTaskRow(task), created_at: tx.raw(this.nowSql) })
          .returning(taskColumns);
        const words = wordsOf(`${task.name} ${task.instructions}`);
        const writes = slicesOf(words, INSERT_WORDS).map(slice =>
          tx('task_words').insert(
            slice.map(word => ({ word, task_uid: task.uid })),
          ),
        );
        if (task.retryOf) {
          writes.push(
            tx<TaskRow>('tasks')
              .where(nameOf({ project: task.project, name: task.retryOf }))
              .update({ retried_by: task.name }),
          );
        } else if (task.templateUid) {
          writes.push(countTemplateUse(tx, task.templateUid));
        }
        if (record) writes.push(addAuditRecord(tx, record));
        await together(tx, writes);
        return { task: taskFromRow(row) };
      });
      this.lists.forgetTotals();
      return admission;
    } catch (error) {
      if (error instanceof RefusedError) {
        return { refusal: await this.refusal(error.kind, task, limits) };
      }
      // The unique key alone decides, also between two that take the same name at the same moment.
      if (isUniqueViolation(error)) return { refusal: { code: 'nameTaken' } };
      throw error;
    }
  }

  async admittedBefore(
    request: IdempotentRequest,
  ): Promise<Task | 'reused' | undefined> {
    const earlier = await findEarlierRequest(this.db, request);
    return typeof earlier === 'object'
      ? this.getTaskByUid(earlier.taskUid)
      : earlier;
  }

  async getTask(project: string, name: string): Promise<Task | undefined> {
    const row = await findNamed(which =>
      selectPrepared<TaskRow>(this.db, {
        sql: `select ${COLUMNS} from tasks where project = ? and name = ? and ${which}`,
        bindings: [project, name],
      }),
    );
    return row && taskFromRow(row);
  }

  async getWholeTask(
    name: Pick<Task, 'project' | 'name'>,
    others: OtherTasks,
  ): Promise<WholeTask | undefined> {
    return getWholeTask(this.db, name, others);
  }

  async getTaskByUid(uid: string): Promise<Task | undefined> {
    const row = await this.db<TaskRow>('tasks').where({ uid }).first();
    return row && taskFromRow(row);
  }

  async listTasks(filter: TaskFilter): Promise<TaskPage> {
    return this.lists.list(filter);
  }

  async countTasks(
    filter: Omit<TaskFilter, 'statuses' | 'sort' | 'after' | 'limit'>,
  ): Promise<Map<TaskStatus, number>> {
    return this.lists.counts(filter);
  }

  async countActiveOn(repositoryKey: string): Promise<number> {
    const row = await this.db<SlotRow>('slots')
      .where({ kind: 'repository', key: repositoryKey })
      .count({ count: '*' })
      .first();
    return Number(row?.count ?? 0);
  }

  async countActive(
    projects: string[],
  ): Promise<Map<string, { running: number; pending: number }>> {
    const rows = await this.db<TaskRow>('tasks')
      .whereIn('project', projects)
      .whereIn('status', activeTaskStatuses)
      .groupBy('project', 'status')
      .select('project', 'status')
      .count({ count: '*' });
    const counts = new Map<string, { running: number; pending: number }>();
    for (const { project, status, count } of rows) {
      const of = counts.get(String(project)) ?? { running: 0, pending: 0 };
      counts.set(String(project), of);
      of[status === 'Pending' ? 'pending' : 'running'] += Number(count);
    }
    return counts;
  }

  async namesLike(project: string, prefix: string): Promise<string[]> {
    const rows = await this.db<TaskRow>('tasks')
      .where({ project, released: '' })
      // Names have no character that LIKE reads as a pattern.
      .where('name', 'like', `${prefix}%`)
      .select('name');
    return rows.map(row => row.name);
  }

  async claim(
    owner: string,
    leaseMs: number,
  ): Promise<ClaimedTask | undefined> {
    const free = this.db<TaskRow>('tasks')
      .whereIn('status', activeTaskStatuses)
      .where(this.unheld())
      .orderBy('created_at')
      .limit(1)
      .select('uid');
    if (isPostgres(this.db)) free.forUpdate().skipLocked();
    // One statement: it runs each second for nothing, and as a transaction it would be four.
    const [row]: TaskRow[] = await this.db<TaskRow>('tasks')
      .where('uid', free)
      .update({
        lease_owner: owner,
        fence: this.db.raw('fence + 1'),
        ...this.lease(this.db, leaseMs),
      })
      .returning(taskColumns);
    if (!row) return undefined;
    const task = taskFromRow(row);
    return { taskUid: row.uid, owner, fence: row.fence, task };
  }

  async renew(claim: Claim, leaseMs: number): Promise<Task | undefined> {
    const renewed = await this.db('tasks')
      .where(heldBy(claim))
      .update(this.lease(this.db, leaseMs));
    return renewed === 0 ? undefined : this.getTaskByUid(claim.taskUid);
  }

  async release(claim: Claim): Promise<void> {
    await this.db('tasks')
      .where(heldBy(claim))
      .update({ lease_owner: null, lease_expires_at: null });
  }

  async commit(
    taskUid: string,
    commit: TaskCommit,
    claim?: Claim,
  ): Promise<Committed> {
    const committed = await inTransaction(this.db, async tx => {
      const { task, now } = await this.lockTask(tx, taskUid);
      if (claim) assertHeld(task, claim);
      return commitTask(tx, task, commit, now);
    });
    this.told(committed, commit);
    return committed;
  }

  async requestCancel(
    taskUid: string,
    by: string,
    record?: AuditRecord,
  ): Promise<Committed> {
    const committed = await inTransaction(this.db, async tx => {
      const { task, now } = await this.lockTask(tx, taskUid);
      if (record) await addAuditRecord(tx, record);
      const wish = { type: 'cancelRequested', by } as const;
      if (task.status !== 'Pending') {
        return commitTask(tx, task, { transitions: [wish] }, now);
      }
      return commitTask(
        tx,
        task,
        { transitions: [wish, { type: 'ended', outcome: 'cancelled' }] },
        now,
      );
    });
    this.told(committed, {});
    return committed;
  }

  async createRun(
    run: Pick<Run, 'uid' | 'taskUid' | 'attempt' | 'executor'>,
    tokens: [RunToken, ...RunToken[]],
    claim: Claim,
  ): Promise<Run> {
    const row: RunRow = {
      uid: run.uid,
      task_uid: run.taskUid,
      attempt: run.attempt,
      executor: run.executor,
      handle: null,
      cursor: null,
      agent_started: false,
      result: null,
      end_reason: null,
      end_message: null,
      cleaned: false,
      started_at: null,
      ended_at: null,
    };
    await inTransaction(this.db, async tx => {
      const held = await tx<TaskRow>('tasks')
        .where(heldBy(claim))
        .whereIn('status', activeTaskStatuses)
        .update({ attempt: run.attempt });
      if (held === 0) throw new LeaseLostError(claim);
      if (run.attempt > 1) {
        await tx('run_tokens')
          .where({ task_uid: run.taskUid })
          // It may have been started with those that it was given before, by a replica that died before it could say so.
          .whereNot({ run_uid: run.uid })
          .delete();
      }
      await together(tx, [
        tx<RunRow>('runs').insert(row).onConflict('uid').merge(['executor']),
        tx('run_tokens').insert(
          tokens.map(token => ({
            hash: token.hash,
            kind: token.kind,
            provider: token.kind === 'model' ? token.provider : null,
            task_uid: run.taskUid,
            run_uid: run.uid,
          })),
        ),
      ]);
    });
    return runFromRow(row);
  }

  async latestRun(taskUid: string): Promise<Run | undefined> {
    const row = await this.db<RunRow>('runs')
      .where({ task_uid: taskUid })
      .orderBy('attempt', 'desc')
      .first();
    return row && runFromRow(row);
  }

  async countRuns(taskUid: string, endReason: string): Promise<number> {
    const [row] = await this.db('runs')
      .where({ task_uid: taskUid, end_reason: endReason })
      .count({ count: '*' });
    return Number(row.count);
  }

  async taskOfCloneToken(hash: string): Promise<Task | undefined> {
    const row = await this.db<TaskRow>('tasks')
      .join('run_tokens', 'run_tokens.task_uid', 'tasks.uid')
      .where({ 'run_tokens.hash': hash, 'run_tokens.kind': 'clone' })
      .whereIn('tasks.status', activeTaskStatuses)
      .first('tasks.*');
    return row && taskFromRow(row);
  }

  async runsToClean(executor: string, limit: number): Promise<Run[]> {
    const rows = await this.db<RunRow>('runs')
      .join('tasks', 'tasks.uid', 'runs.task_uid')
      .where({ 'runs.cleaned': false, 'runs.executor': executor })
      .whereNotIn('tasks.status', activeTaskStatuses)
      .where(this.unheld())
      .limit(limit)
      .select<RunRow[]>('runs.*');
    return rows.map(runFromRow);
  }

  async markCleaned(runUid: string): Promise<void> {
    await this.db<RunRow>('runs')
      .where({ uid: runUid })
      .update({ cleaned: true });
  }

  async events(
    taskUid: string,
    after: number,
    limit: number,
  ): Promise<BackgroundTaskEvent[]> {
    const rows = await this.db<EventRow>('events')
      .where({ task_uid: taskUid })
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit)
      .select('position', 'phase', 'time', 'type', 'body');
    return rows.map(eventFromRow);
  }

  async bundle(
    taskUid: string,
  ): Promise<{ hash: string; data: Buffer } | undefined> {
    // That of the latest run that has one: a run that began at the gate was given that of the run before.
    const latest = this.db('bundle_chunks')
      .join('runs', 'runs.uid', 'bundle_chunks.run_uid')
      .where('bundle_chunks.task_uid', taskUid)
      .where(run =>
        // The change of a run that is made again counts no more.
        run
          .whereNull('runs.end_reason')
          .orWhereNot('runs.end_reason', 'baseMoved'),
      )
      .orderBy('runs.attempt', 'desc')
      .limit(1)
      .select('runs.uid');
    const rows = await this.db('bundle_chunks')
      .whereIn('run_uid', latest)
      .orderBy('chunk')
      .select<{ chunks: number; hash: string; data: Buffer }[]>(
        'chunks',
        'hash',
        'data',
      );
    const [first] = rows;
    if (!first || rows.length !== first.chunks) return undefined;
    return { hash: first.hash, data: Buffer.concat(rows.map(r => r.data)) };
  }

  private async lockTask(tx: Knex, uid: string): Promise<LockedTask> {
    const locked = await lockTask(tx, uid);
    if (!locked) throw new Error(`No task with uid '${uid}' found`);
    return locked;
  }

  private told({ before, task }: Committed, commit: TaskCommit): void {
    const moved =
      before.status !== task.status || before.outcome !== task.outcome;
    if (moved) this.lists.forgetTotals();
    this.onCommitted({ before, after: task, commit });
  }

  private unheld() {
    const now = this.db.raw(this.nowSql);
    return (task: Knex.QueryBuilder) =>
      task.whereNull('lease_expires_at').orWhere('lease_expires_at', '<', now);
  }

  private lease(tx: Knex, leaseMs: number) {
    return {
      lease_expires_at: tx.raw(`${this.nowSql} + ${Math.trunc(leaseMs)}`),
    };
  }

  private async refusal(
    kind: SlotKind,
    task: NewTask,
    limits: TaskLimits,
  ): Promise<Refusal> {
    // Before all else a caller is told what no waiting mends.
    if (await this.db<TaskRow>('tasks').where(nameOf(task)).first('uid')) {
      return { code: 'nameTaken' };
    }
    if (kind === 'user') {
      return { code: 'concurrentTaskLimit', limit: limits.perUser };
    }
    if (kind === 'project') {
      return { code: 'projectLimit', limit: limits.perProject };
    }
    const slot = await this.db<SlotRow>('slots')
      .where({ kind, key: task.repositoryKey })
      .first();
    return {
      code: 'repositoryBusy',
      limit: limits.perRepository,
      holder: slot && (await this.getTaskByUid(slot.task_uid)),
    };
  }
}

function newTaskRow(task: NewTask): Partial<TaskRow> {
  return {
    uid: task.uid,
    project: task.project,
    name: task.name,
    status: 'Pending',
    progress: 0,
    phase: 'initialize',
    instructions: task.instructions,
    creator: task.creator,
    entity_ref: task.entityRef,
    repository_url: task.repositoryUrl,
    repository_key: task.repositoryKey,
    branch: task.branch,
    provider: task.provider,
    script: task.script,
    model: task.model,
    template: task.template,
    template_uid: task.templateUid,
    parameters: jsonOrNull(task.parameters),
    budget: jsonOrNull(task.budget),
    output: jsonOrNull(task.output),
    validation_spec: JSON.stringify(task.validationSpec),
    trigger: JSON.stringify(task.trigger),
    on_behalf_of: task.onBehalfOf,
    timeout_seconds: task.timeoutSeconds,
    retry_count: task.retryCount,
    retry_of: task.retryOf,
    trace_parent: task.traceParent ?? null,
    validation: JSON.stringify({ baseline: [], gate: [], verdict: null }),
    changed_files: '[]',
    isolation: '[]',
    log_tail: '',
    last_position: 0,
    fence: 0,
    released: '',
    repair_rounds: 0,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    charged_usd: 0,
  };
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** The task of this name that still holds it. */
function nameOf(task: { project: string; name: string }) {
  return { project: task.project, name: task.name, released: '' };
}

function heldBy(claim: Claim) {
  return { uid: claim.taskUid, lease_owner: claim.owner, fence: claim.fence };
}

function assertHeld(task: Task, claim: Claim): void {
  if (task.fence !== claim.fence || task.leaseOwner !== claim.owner) {
    throw new LeaseLostError(claim);
  }
}
