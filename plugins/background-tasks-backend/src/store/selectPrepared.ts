import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';
import { readAgain } from './readAgain';
import type { SqliteConnection } from './keepStatements';

/** So many statements are kept by each connection: filters of all kinds make more, but most of them are rare. */
const MAX_STATEMENTS = 200;

type Bindings = readonly Knex.Value[];
/** SQL as Knex takes it: with a question mark for each value. */
type Sql = { sql: string; bindings: Bindings };
/** What better-sqlite3 makes of SQL, as far as it is used here. */
type SqliteStatement = {
  raw(): { all(bindings: Bindings): unknown[][] };
  columns(): { name: string }[];
};
type Connection = SqliteConnection<SqliteStatement>;
/** Gives the rows of a prepared statement. */
type Statement = <Row>(bindings: Bindings) => Row[];

/** SQL by its text: the same one has the same name on each connection. */
const names = new Map<string, string>();
const statements = new WeakMap<Connection, Map<string, Statement>>();

/**
 * The rows of a select that is asked all the time: a connection parses it once, and PostgreSQL plans it once, which
 * costs more than to carry it out. Knex by itself has it prepared anew each time. It is asked again where the database
 * was away for a moment.
 */
export async function selectPrepared<Row>(
  db: Knex,
  query: Knex.QueryBuilder | Knex.Raw | Sql,
): Promise<Row[]> {
  return readAgain(db, () => callPrepared<Row>(db, query));
}

/** As `selectPrepared`, of a function that writes: what became of it is not known where the connection is lost. */
export async function callPrepared<Row>(
  db: Knex,
  query: Knex.QueryBuilder | Knex.Raw | Sql,
): Promise<Row[]> {
  const { sql, bindings } = 'toSQL' in query ? query.toSQL() : query;
  if (isPostgres(db)) {
    const name = nameOf(sql);
    const { rows } = await db.raw(sql, bindings).options({ name });
    return rows;
  }
  return withStatements(db, select => select<Row>(sql, bindings));
}

/** Carries out a statement that gives rows. */
export type Select = <Row>(sql: string, bindings: Bindings) => Row[];

/** Lends SQLite's connection for prepared statements, one right after the other. */
export async function withStatements<T>(
  db: Knex,
  work: (select: Select) => T,
): Promise<T> {
  const connection = await db.client.acquireConnection();
  try {
    return work((sql, bindings) => {
      db.client.emit('query', { sql, bindings });
      return statementOf(connection, sql, nameOf(sql))(bindings);
    });
  } finally {
    await db.client.releaseConnection(connection);
  }
}

/** @returns undefined where there are too many already: then it is not kept */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known || names.size >= MAX_STATEMENTS) return known;
  const name = `background-tasks-${names.size + 1}`;
  names.set(sql, name);
  return name;
}

function statementOf(
  connection: Connection,
  sql: string,
  name: string | undefined,
): Statement {
  if (name === undefined) return prepare(connection, sql);
  const known = statements.get(connection) ?? new Map<string, Statement>();
  statements.set(connection, known);
  const statement = known.get(name) ?? prepare(connection, sql);
  known.set(name, statement);
  return statement;
}

/** The names of columns are read once: better-sqlite3 makes them anew for each row, which a wide row is long at. */
function prepare(connection: Connection, sql: string): Statement {
  const statement = connection.prepareOwn?.(sql) ?? connection.prepare(sql);
  const columns = statement.columns().map(({ name }) => name);
  const raw = statement.raw();
  return bindings => raw.all(bindings).map(values => rowOf(columns, values));
}

function rowOf<Row>(columns: readonly string[], values: unknown[]): Row {
  const row = Object.create(Object.prototype);
  for (const [index, column] of columns.entries()) row[column] = values[index];
  return row;
}
