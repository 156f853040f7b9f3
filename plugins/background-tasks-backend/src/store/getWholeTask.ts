import type { Knex } from 'knex';
import type { Task } from '../tasks/Task';
import { isPostgres } from './databaseClock';
import { selectPrepared } from './selectPrepared';
import {
  taskColumns,
  taskFromRow,
  toNumber,
  type RunRow,
  type TaskRow,
} from './rows';
import { whereCondition, type TaskCondition } from './TaskCondition';
import type { OtherTasks, WholeTask } from './TaskStore';

/** More of them are not worth a person's while. */
const MAX_OPEN_PULL_REQUESTS = 20;

const COLUMNS = taskColumns.map(column => `one.${column}`).join();

const runColumns = [
  'attempt',
  'executor',
  'started_at',
  'ended_at',
  'end_reason',
] as const;

const pullRequestColumns = ['project', 'name', 'pr_url'] as const;

/** By the kind of database, and by which of the tasks of a name it finds. */
const statements = new Map<string, string>();

/**
 * A task with its runs and the open pull requests beside it, in one statement: pages ask for it all the time.
 *
 * @param others - the other tasks that the caller may see
 */
export async function getWholeTask(
  db: Knex,
  { project, name }: Pick<Task, 'project' | 'name'>,
  { projects, visible }: OtherTasks,
): Promise<WholeTask | undefined> {
  const among = visible && uidsOf(db, visible);
  const row = await findNamed(which =>
    selectPrepared<TaskRow & { runs: string; pull_requests: string }>(db, {
      sql: statementOf(db, which, among?.sql),
      bindings: [
        JSON.stringify(projects),
        ...(among?.bindings ?? []),
        project,
        name,
      ],
    }),
  );
  if (!row) return undefined;
  const runRows: Pick<RunRow, (typeof runColumns)[number]>[] = JSON.parse(
    row.runs,
  );
  const pullRequestRows: { project: string; name: string; pr_url: string }[] =
    JSON.parse(row.pull_requests);
  return {
    task: taskFromRow(row),
    runs: runRows.map(run => ({
      attempt: run.attempt,
      executor: run.executor,
      startedAt: toNumber(run.started_at),
      endedAt: toNumber(run.ended_at),
      endReason: run.end_reason,
    })),
    openPullRequests: pullRequestRows.map(other => ({
      project: other.project,
      name: other.name,
      prUrl: other.pr_url,
    })),
  };
}

/**
 * The task that has a name; else the newest of those that had it. Not in one statement: to sort the one row by what it
 * is takes four times as long as to find it.
 */
export async function findNamed<Row>(
  select: (which: string) => PromiseLike<Row[]>,
): Promise<Row | undefined> {
  const [live] = await select(`released = ''`);
  if (live) return live;
  const [newest] = await select(
    `released <> '' order by created_at desc limit 1`,
  );
  return newest;
}

/** In SQL, and made once for those who may see all: to have it built costs as much as to have it carried out. */
function statementOf(db: Knex, which: string, among?: string): string {
  const key = `${db.client.config.client} ${which}`;
  const known = among ? undefined : statements.get(key);
  if (known) return known;
  const runs = asJson(
    db,
    runColumns,
    'runs where runs.task_uid = one.uid order by attempt',
  );
  const pullRequests = asJson(
    db,
    pullRequestColumns,
    `tasks where tasks.repository_url = one.repository_url
       and tasks.project in (${textsOf(
         db,
       )}) and tasks.uid <> one.uid and pr_state = 'open' and pr_url is not null
       ${among ? `and tasks.uid in (${among})` : ''}
     order by created_at desc limit ${MAX_OPEN_PULL_REQUESTS}`,
  );
  const statement = `select ${COLUMNS}, ${runs} as runs, ${pullRequests} as pull_requests
     from tasks as one where one.project = ? and one.name = ? and ${which}`;
  if (!among) statements.set(key, statement);
  return statement;
}

/** The rows of a query as one value: a JSON text of an array of objects, in their order. */
function asJson(db: Knex, columns: readonly string[], from: string): string {
  const pairs = columns.map(column => `'${column}', found.${column}`).join();
  const array = isPostgres(db)
    ? `coalesce(json_agg(json_build_object(${pairs})), '[]')::text`
    : `json_group_array(json_object(${pairs}))`;
  return `(select ${array} from (select ${columns.join()} from ${from}) as found)`;
}

/** The texts of a value that is a JSON array: so it is one statement for those of one project and of many. */
function textsOf(db: Knex): string {
  return isPostgres(db)
    ? 'select json_array_elements_text(?::json)'
    : 'select value from json_each(?)';
}

function uidsOf(db: Knex, condition: TaskCondition) {
  const query = db<TaskRow>('tasks').select('uid');
  whereCondition(query, condition);
  const { sql, bindings } = query.toSQL();
  return { sql, bindings };
}
