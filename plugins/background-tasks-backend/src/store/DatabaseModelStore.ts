import { activeTaskStatuses } from '@background-tasks/plugin-background-tasks-common';
import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';
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
} from './ModelStore';
import { taskFromRow, type TaskRow } from './rows';
import type { Committed, TaskChange, TaskCommit } from './TaskStore';

/** Calls of models in a SQL database: SQLite or PostgreSQL. */
export class DatabaseModelStore implements ModelStore {
  private readonly nowSql: string;

  constructor(
    private readonly db: Knex,
    /** Told of each commit once it is stored. */
    private readonly onCommitted: (change: TaskChange) => void = () => {},
  ) {
    this.nowSql = nowSql(db);
  }

  async accessOf(hash: string): Promise<ModelAccess | undefined> {
    const row = await this.db('run_tokens')
      .join('tasks', 'tasks.uid', 'run_tokens.task_uid')
      .where({ 'run_tokens.hash': hash, 'run_tokens.kind': 'model' })
      .whereIn('tasks.status', activeTaskStatuses)
      .first(
        'run_tokens.task_uid',
        'run_tokens.run_uid',
        'run_tokens.provider',
        'tasks.project',
        'tasks.budget',
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
    const { uid, taskUid, project, tokens, usd } = reservation;
    let change: { committed: Committed; commit: TaskCommit } | undefined;
    const reserved = await inTransaction(this.db, async tx => {
      change = undefined;
      const row = await this.lockTask(tx, taskUid);
      const task = row && taskFromRow(row);
      if (!task || !activeTaskStatuses.some(s => s === task.status)) {
        return { result: 'ended' as const };
      }
      if (task.budgetExhausted !== null) {
        return { result: 'exhausted' as const, reason: task.budgetExhausted };
      }
      const scopes = await this.scopes(tx, row, reservation);
      const verdict = judge(scopes, { tokens, usd });
      if (verdict === 'wait') return { result: 'wait' as const };
      if (verdict !== 'fits') {
        const commit: TaskCommit = {
          fields: { budgetExhausted: verdict },
          logLines: [`The agent is stopped: ${verdict}`],
        };
        const committed = await commitTask(
          tx,
          task,
          commit,
          await this.now(tx),
        );
        change = { committed, commit };
        return { result: 'exhausted' as const, reason: verdict, committed };
      }
      await tx('model_reservations').insert({
        uid,
        task_uid: taskUid,
        project,
        tokens,
        usd,
        expires_at: this.expiry(tx, ttlMs),
      });
      return { result: 'reserved' as const };
    });
    this.tell(change);
    return reserved;
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
      const row = await this.lockTask(tx, call.taskUid);
      if (!row) throw new Error(`No task with uid '${call.taskUid}' found`);
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
      return commitTask(tx, taskFromRow(row), commit, await this.now(tx));
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

  /** The row of a task, locked until the transaction ends; on SQLite there is one writer anyway. */
  private async lockTask(tx: Knex, uid: string): Promise<TaskRow | undefined> {
    const query = tx<TaskRow>('tasks').where({ uid }).first();
    if (isPostgres(tx)) query.forUpdate();
    return query;
  }

  /** All budgets that a call counts against. Always in this order: two calls never wait for each other's rows. */
  private async scopes(
    tx: Knex,
    task: TaskRow,
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
    const row = await tx('model_reservations')
      .where(where)
      .where('expires_at', '>', tx.raw(this.nowSql))
      .sum({ tokens: 'tokens', usd: 'usd' })
      .count({ calls: '*' })
      .first();
    return { ...amountOf(row), calls: Number(row?.calls ?? 0) };
  }

  private expiry(tx: Knex, ttlMs: number): Knex.Raw {
    return tx.raw(`${this.nowSql} + ${Math.trunc(ttlMs)}`);
  }

  private async now(tx: Knex): Promise<number> {
    const [row] = await tx.select<{ now: number | string }[]>(
      tx.raw(`${this.nowSql} as now`),
    );
    return Number(row.now);
  }

  private tell(
    change: { committed: Committed; commit: TaskCommit } | undefined,
  ): void {
    if (!change) return;
    const { committed, commit } = change;
    this.onCommitted({
      before: committed.before,
      after: committed.task,
      commit,
    });
  }
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
