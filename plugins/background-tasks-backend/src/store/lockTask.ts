import type { Knex } from 'knex';
import type { Task } from '../tasks/Task';
import { isPostgres, nowSql } from './databaseClock';
import { taskColumns, taskFromRow, type TaskRow } from './rows';
import { selectPrepared } from './selectPrepared';

/** A task whose row a transaction has locked. */
export type LockedTask = {
  task: Task;
  /** When it was read, by the database's own clock, in ms since 1970. SQLite's is that of its process. */
  now: number;
};

/** Locks the row of a task until the transaction ends; on SQLite there is one writer anyway. */
export async function lockTask(
  tx: Knex,
  uid: string,
): Promise<LockedTask | undefined> {
  const columns = taskColumns.join();
  if (!isPostgres(tx)) {
    const [row] = await selectPrepared<TaskRow>(tx, {
      sql: `select ${columns} from tasks where uid = ?`,
      bindings: [uid],
    });
    return row && { task: taskFromRow(row), now: Date.now() };
  }
  const [row] = await selectPrepared<TaskRow & { now: string }>(tx, {
    sql: `select ${columns}, ${nowSql(
      tx,
    )} as now from tasks where uid = ? for update`,
    bindings: [uid],
  });
  return row && { task: taskFromRow(row), now: Number(row.now) };
}
