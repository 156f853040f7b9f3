import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';
import { taskColumns, type TaskRow } from './rows';
import { selectPrepared } from './selectPrepared';

const SELECT = `select ${taskColumns.join()} from tasks where uid = ?`;

/** The row of a task, locked until the transaction ends; on SQLite there is one writer anyway. */
export async function lockTaskRow(
  tx: Knex,
  uid: string,
): Promise<TaskRow | undefined> {
  const [row] = await selectPrepared<TaskRow>(tx, {
    sql: isPostgres(tx) ? `${SELECT} for update` : SELECT,
    bindings: [uid],
  });
  return row;
}
