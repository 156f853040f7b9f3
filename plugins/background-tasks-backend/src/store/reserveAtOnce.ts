import {
  activeTaskStatuses,
  type TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import { isPostgres, nowSql } from './databaseClock';
import {
  amountOf,
  hasRoom,
  limitsOf,
  ROOMY_PART,
  type Amount,
} from './judgeBudgets';
import type { ModelReservation } from './ModelStore';
import { callPrepared, withStatements, type Select } from './selectPrepared';

const ACTIVE = activeTaskStatuses.map(status => `'${status}'`).join(', ');

/**
 * Reserves what a call is expected to use in one go, where every budget has room to spare: that is nearly always, and
 * each call waits for it. Otherwise nothing is written, and the answer is false.
 */
export async function reserveAtOnce(
  db: Knex,
  reservation: ModelReservation,
  ttlMs: number,
): Promise<boolean> {
  if (isPostgres(db)) return reserveOnPostgres(db, reservation, ttlMs);
  // One process writes, and nothing of another call comes between statements that are not waited for.
  return withStatements(db, select =>
    reserveOnSqlite(select, nowSql(db), reservation, ttlMs),
  );
}

async function reserveOnPostgres(
  db: Knex,
  { uid, taskUid, tokenHash, project, tokens, usd, limits }: ModelReservation,
  ttlMs: number,
): Promise<boolean> {
  const budgets = limitsOf(project, limits).map(({ period, limit }) => ({
    ...limit,
    period,
  }));
  const [row] = await callPrepared<{ reserved: boolean }>(
    db,
    db.raw(
      'select background_tasks_reserve(?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) as reserved',
      [
        uid,
        taskUid,
        tokenHash,
        project,
        tokens,
        usd,
        ttlMs,
        ROOMY_PART,
        JSON.stringify(budgets),
      ],
    ),
  );
  return row?.reserved ?? false;
}

function reserveOnSqlite(
  select: Select,
  now: string,
  reservation: ModelReservation,
  ttlMs: number,
): boolean {
  const { uid, taskUid, tokenHash, project, tokens, usd } = reservation;
  const [task] = select<{
    budget: string | null;
    tokens: number;
    usd: number;
  }>(
    `select budget, input_tokens + output_tokens as tokens, charged_usd as usd from tasks
     where uid = ? and budget_exhausted is null and status in (${ACTIVE})
       and exists (select 1 from run_tokens where hash = ? and task_uid = ? and kind = 'model')`,
    [taskUid, tokenHash, taskUid],
  );
  if (!task) return false;
  const fits = (
    limit: TaskBudget,
    spent: Amount,
    column: string,
    of: string,
  ) => {
    const [reserved] = select<{ tokens: number | null; usd: number | null }>(
      `select sum(tokens) as tokens, sum(usd) as usd from model_reservations
       where ${column} = ? and expires_at > ${now}`,
      [of],
    );
    const taken = amountOf(reserved);
    return hasRoom(limit, {
      tokens: spent.tokens + taken.tokens + tokens,
      usd: spent.usd + taken.usd + usd,
    });
  };
  const budget: TaskBudget | null = task.budget
    ? JSON.parse(task.budget)
    : null;
  if (budget && !fits(budget, task, 'task_uid', taskUid)) return false;
  for (const { period, limit } of limitsOf(project, reservation.limits)) {
    const [spent] = select<Amount>(
      'select tokens, usd from model_spending where project = ? and period = ?',
      [project, period],
    );
    if (!fits(limit, amountOf(spent), 'project', project)) return false;
  }
  select(
    `insert into model_reservations (uid, task_uid, project, tokens, usd, expires_at)
     values (?, ?, ?, ?, ?, ${now} + ?) returning uid`,
    [uid, taskUid, project, tokens, usd, ttlMs],
  );
  return true;
}
