import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';

/** Inserts of many rows have more: there is one for each number of rows, and what is planned of it is large. */
const MAX_VALUES = 100;
/** So many are planned once: those of every task are among the first, and what is rare need not be. */
const MAX_STATEMENTS = 200;

/** Reads are left out: whether a plan that was made for one filter suits another one is the caller's to know. */
const isWrite =
  /^\s*(insert|update|delete|with "w0" as \((insert|update|delete))\b/i;

type Query = { text?: string; name?: string; values?: readonly unknown[] };
/** A connection of pg, as far as it is used here. */
type Connection = { query(query: Query, ...rest: unknown[]): unknown };
/** The pool of a Knex client, as far as it is used here. */
type Pool = {
  on?(
    event: 'acquireSuccess',
    listener: (id: number, connection: Connection) => void,
  ): void;
};

/** By their text: the same one has the same name on each connection. */
const names = new Map<string, string>();
const pools = new WeakSet<Pool>();
const connections = new WeakSet<Connection>();

/**
 * Has PostgreSQL plan each short write once for a connection: a task is carried by some 30 statements, and to plan one
 * of them takes longer than to carry it out. A write names the columns that it returns: with `*` it would fail once a
 * newer replica has added a column.
 */
export function prepareWrites(db: Knex): void {
  const pool: Pool = db.client.pool;
  if (!isPostgres(db) || pools.has(pool)) return;
  pools.add(pool);
  pool.on?.('acquireSuccess', (_id, connection) => {
    if (connections.has(connection)) return;
    connections.add(connection);
    const query = connection.query.bind(connection);
    connection.query = (asked, ...rest) => query(named(asked), ...rest);
  });
}

function named(query: Query): Query {
  const { text, name, values = [] } = query;
  if (name !== undefined || text === undefined) return query;
  if (values.length > MAX_VALUES || !isWrite.test(text)) return query;
  const known = names.get(text);
  if (known === undefined && names.size >= MAX_STATEMENTS) return query;
  const own = known ?? `background-tasks-write-${names.size + 1}`;
  names.set(text, own);
  return { ...query, name: own };
}
