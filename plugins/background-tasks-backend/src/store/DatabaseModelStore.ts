import {
  activeTaskStatuses,
  isFinalStatus,
  type TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import { commitTask } from './commitTask';
import { isPostgres, nowSql } from './databaseClock';
import { inTransaction } from './inTransaction';
import {
  amountOf,
  exhausted,
  isOver,
  judge,
  limitsOf,
  periodsOf,
  type Amount,
  type Scope,
} from './judgeBudgets';
import type {
  BudgetLimits,
  ModelAccess,
  ModelCall,
  ModelReservation,
  ModelStore,
  Reserved,
  Spent,
} from './ModelStore';
import { lockTask } from './lockTask';
import { reserveAtOnce } from './reserveAtOnce';
import type { TaskRow } from './rows';
import { selectPrepared } from './selectPrepared';
import type { Committed, TaskChange, TaskCommit } from './TaskStore';

const ACTIVE = activeTaskStatuses.map(status => `'${status}'`).join(', ');

type BudgetRow = Pick<
  TaskRow,
  | 'uid'
  | 'budget'
  | 'budget_exhausted'
  | 'input_tokens'
  | 'output_tokens'
  | 'charged_usd'
>;

/** Calls of models in a SQL database: SQLite or PostgreSQL. */
export class DatabaseModelStore implements ModelStore {
  private readonly nowSql: string;

  private constructor(
    private readonly db: Knex,
    private readonly onCommitted: (change: TaskChange) => void,
  ) {
    this.nowSql = nowSql(db);
  }

  static async create(
    db: Knex,
    /** Told of each commit once it is stored. */
    onCommitted: (change: TaskChange) => void = () => {},
  ): Promise<DatabaseModelStore> {
    if (!isPostgres(db)) await reserveInMemory(db);
    return new DatabaseModelStore(db, onCommitted);
  }

  // Each call waits for this and the next: so they are written out, and read no more of a task than they need.
  async accessOf(hash: string): Promise<ModelAccess | undefined> {
    const [row] = await selectPrepared<{
      task_uid: string;
      run_uid: string;
      provider: string;
      project: string;
      budget: string | null;
    }>(
      this.db,
      this.db.raw(
        `select task_uid, run_uid, run_tokens.provider, project, budget
         from run_tokens join tasks on tasks.uid = task_uid
         where hash = ? and kind = 'model' and status in (${ACTIVE})`,
        [hash],
      ),
    );
    return (
      row && {
        taskUid: row.task_uid,
        runUid: row.run_uid,
        provider: row.provider,
        project: row.project,
        budget: row.budget ? JSON.parse(row.budget) : null,
      }
    );
  }

  async reserve(
    reservation: ModelReservation,
    ttlMs: number,
  ): Promise<Reserved> {
    if (await reserveAtOnce(this.db, reservation, ttlMs)) {
      return { result: 'reserved' };
    }
    const { uid, taskUid, tokenHash, project, tokens, usd } = reservation;
    const reserved = await inTransaction(
      this.db,
      async (tx): Promise<Reserved | { result: 'over'; reason: string }> => {
        // What is reserved means nothing after a crash of the database.
        if (isPostgres(tx)) await tx.raw('set local synchronous_commit to off');
        const task = await this.lockBudget(tx, taskUid, tokenHash);
        if (!task) return { result: 'ended' };
        if (task.budget_exhausted !== null) {
          return { result: 'exhausted', reason: task.budget_exhausted };
        }
        const scopes = await this.scopes(tx, task, reservation);
        const verdict = judge(scopes, { tokens, usd });
        if (verdict === 'wait') return { result: 'wait' };
        if (verdict !== 'fits') return { result: 'over', reason: verdict };
        await tx.raw(
          `insert into model_reservations (uid, task_uid, project, tokens, usd, expires_at)
           values (?, ?, ?, ?, ?, ${this.nowSql} + ?)`,
          [uid, taskUid, project, tokens, usd, ttlMs],
        );
        return { result: 'reserved' };
      },
    );
    return reserved.result === 'over'
      ? this.exhaust(taskUid, reserved.reason)
      : reserved;
  }

  /** Has the agent stopped; the first of several calls that find the budget used up says so. */
  private async exhaust(taskUid: string, reason: string): Promise<Reserved> {
    const commit: TaskCommit = {
      fields: { budgetExhausted: reason },
      logLines: [`The agent is stopped: ${reason}`],
    };
    const committed = await inTransaction(this.db, async tx => {
      const locked = await lockTask(tx, taskUid);
      if (!locked || locked.task.budgetExhausted !== null) return undefined;
      if (isFinalStatus(locked.task.status)) return undefined;
      return commitTask(tx, locked.task, commit, locked.now);
    });
    if (committed) this.tell({ committed, commit });
    return { result: 'exhausted', reason, committed };
  }

  async keep(uids: string[], ttlMs: number): Promise<void> {
    await this.db('model_reservations')
      .whereIn('uid', uids)
      .update({ expires_at: this.expiry(this.db, ttlMs) });
  }

  async giveBack(uid: string): Promise<void> {
    await this.db('model_reservations').where({ uid }).delete();
  }

  async settle(call: ModelCall): Promise<Committed> {
    const inputTokens =
      call.inputTokens + call.cacheReadTokens + call.cacheWriteTokens;
    const tokens = inputTokens + call.outputTokens;
    const used = tokens > 0 || call.chargedUsd > 0;
    const commit: TaskCommit = used
      ? {
          usage: {
            model: call.model,
            inputTokens,
            outputTokens: call.outputTokens,
            cacheReadTokens: call.cacheReadTokens,
            cacheWriteTokens: call.cacheWriteTokens,
            costUsd: call.costUsd,
            estimated: call.estimated,
          },
        }
      : {};
    const committed = await inTransaction(this.db, async tx => {
      const locked = await lockTask(tx, call.taskUid);
      if (!locked) throw new Error(`No task with uid '${call.taskUid}' found`);
      await tx('model_reservations').where({ uid: call.uid }).delete();
      await tx('model_calls').insert(rowOf(call));
      if (used) {
        await tx('tasks')
          .where({ uid: call.taskUid })
          .increment('charged_usd', call.chargedUsd);
        for (const period of periodsOf(call.startedAt)) {
          await this.spend(tx, call.project, period, {
            tokens,
            usd: call.chargedUsd,
          });
        }
      }
      return commitTask(tx, locked.task, commit, locked.now);
    });
    this.tell({ committed, commit });
    return committed;
  }

  async hasReservations(taskUid: string): Promise<boolean> {
    const row = await this.db('model_reservations')
      .where({ task_uid: taskUid })
      .where('expires_at', '>', this.db.raw(this.nowSql))
      .first('uid');
    return row !== undefined;
  }

  async spent(project: string): Promise<{ day: Spent; month: Spent }> {
    const [month, day] = periodsOf(Date.now());
    const rows = await this.db('model_spending')
      .where({ project })
      .whereIn('period', [month, day]);
    const of = (period: string): Spent => ({
      period,
      ...amountOf(rows.find(row => row.period === period)),
    });
    return { day: of(day), month: of(month) };
  }

  async exhaustedBudget(
    project: string,
    limits: BudgetLimits,
  ): Promise<string | undefined> {
    for (const { period, limit, of } of limitsOf(project, limits)) {
      const row = await this.db('model_spending')
        .where({ project, period })
        .first();
      const spent = amountOf(row);
      if (isOver(limit, spent, { tokens: 1, usd: 0 })) {
        return exhausted({ of, limit, spent });
      }
    }
    return undefined;
  }

  /** What an active task may and did use, locked until the transaction ends. */
  private async lockBudget(
    tx: Knex,
    uid: string,
    tokenHash: string,
  ): Promise<BudgetRow | undefined> {
    const [row] = await selectPrepared<BudgetRow>(
      tx,
      tx.raw(
        `select uid, budget, budget_exhausted, input_tokens, output_tokens, charged_usd
         from tasks where uid = ? and status in (${ACTIVE})
           and exists (select 1 from run_tokens where hash = ? and task_uid = uid and kind = 'model')${
             isPostgres(tx) ? ' for update' : ''
           }`,
        [uid, tokenHash],
      ),
    );
    return row;
  }

  /** All budgets that a call counts against. Always in this order: two calls never wait for each other's rows. */
  private async scopes(
    tx: Knex,
    task: BudgetRow,
    { project, limits }: ModelReservation,
  ): Promise<Scope[]> {
    const scopes: Scope[] = [];
    const budget: TaskBudget | null = task.budget
      ? JSON.parse(task.budget)
      : null;
    if (budget) {
      scopes.push({
        of: 'the task',
        limit: budget,
        spent: {
          tokens: Number(task.input_tokens) + Number(task.output_tokens),
          usd: task.charged_usd,
        },
        reserved: await this.reservedOf(tx, { task_uid: task.uid }),
      });
    }
    const ofProject = limitsOf(project, limits);
    if (ofProject.length === 0) return scopes;
    for (const { period, limit, of } of ofProject) {
      scopes.push({
        of,
        limit,
        spent: await this.lockSpending(tx, project, period),
        reserved: { tokens: 0, usd: 0, calls: 0 },
      });
    }
    // After the locks: what others have reserved until then is seen.
    const reserved = await this.reservedOf(tx, { project });
    return scopes.map(scope =>
      scope.of === 'the task' ? scope : { ...scope, reserved },
    );
  }

  private async lockSpending(
    tx: Knex,
    project: string,
    period: string,
  ): Promise<Amount> {
    await tx('model_spending')
      .insert({ project, period, tokens: 0, usd: 0 })
      .onConflict(['project', 'period'])
      .ignore();
    const query = tx('model_spending').where({ project, period }).first();
    if (isPostgres(tx)) query.forUpdate();
    return amountOf(await query);
  }

  private async spend(
    tx: Knex,
    project: string,
    period: string,
    { tokens, usd }: Amount,
  ): Promise<void> {
    await tx('model_spending')
      .insert({ project, period, tokens, usd })
      .onConflict(['project', 'period'])
      .merge({
        tokens: tx.raw('model_spending.tokens + ?', [tokens]),
        usd: tx.raw('model_spending.usd + ?', [usd]),
      });
  }

  private async reservedOf(
    tx: Knex,
    where: { task_uid: string } | { project: string },
  ): Promise<Scope['reserved']> {
    const [[column, value]] = Object.entries(where);
    const [row] = await selectPrepared<{
      tokens: unknown;
      usd: unknown;
      calls: unknown;
    }>(
      tx,
      tx.raw(
        `select sum(tokens) as tokens, sum(usd) as usd, count(*) as calls
         from model_reservations where ${column} = ? and expires_at > ${this.nowSql}`,
        [value],
      ),
    );
    return { ...amountOf(row), calls: Number(row?.calls ?? 0) };
  }

  private expiry(tx: Knex, ttlMs: number): Knex.Raw {
    return tx.raw(`${this.nowSql} + ${Math.trunc(ttlMs)}`);
  }

  private tell({
    committed,
    commit,
  }: {
    committed: Committed;
    commit: TaskCommit;
  }): void {
    this.onCommitted({
      before: committed.before,
      after: committed.task,
      commit,
    });
  }
}

/**
 * Shadows the table of reservations with a temporary one, which is not written to the disk: on SQLite there is one
 * process, and with it its calls end.
 */
async function reserveInMemory(db: Knex): Promise<void> {
  await db.raw('drop table if exists temp.model_reservations');
  await db.raw(`create temp table model_reservations (
    uid text primary key, task_uid text not null, project text not null, tokens integer not null, usd real not null,
    expires_at integer not null)`);
}

function rowOf(call: ModelCall) {
  return {
    uid: call.uid,
    task_uid: call.taskUid,
    run_uid: call.runUid,
    project: call.project,
    provider: call.provider,
    model: call.model.slice(0, 200),
    started_at: call.startedAt,
    ms: call.ms,
    status: call.status,
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    cache_read_tokens: call.cacheReadTokens,
    cache_write_tokens: call.cacheWriteTokens,
    cost_usd: call.costUsd,
    estimated: call.estimated,
    prompt: call.prompt,
  };
}
