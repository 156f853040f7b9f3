/** So many are kept: filters of all kinds make more, but most of them are rare. */
const MAX_STATEMENTS = 500;
/** Inserts of many rows are longer: there is one for each number of rows, and what is parsed of it is large. */
const MAX_LENGTH = 4_000;

/** What is asked all the time. Pragmas are left out: some do their work while they are parsed. */
const keepable = /^\s*(select|insert|update|delete|with|begin|commit)\b/i;

/** A connection of better-sqlite3, as far as it is used here. */
export type SqliteConnection<Statement> = {
  prepare(sql: string): Statement;
  /** For those who change how a statement gives its rows: nobody else gets this one. */
  prepareOwn?(sql: string): Statement;
};

/** Has a connection keep what it has parsed: Knex has each statement parsed anew, which takes as long as its work. */
export function keepStatements<Statement>(
  connection: SqliteConnection<Statement>,
): void {
  if (connection.prepareOwn) return;
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, Statement>();
  connection.prepareOwn = prepare;
  connection.prepare = sql => {
    if (sql.length > MAX_LENGTH || !keepable.test(sql)) return prepare(sql);
    const statement = kept.get(sql) ?? prepare(sql);
    // What is asked again goes to the end: the first is the one that nobody has asked for the longest.
    kept.delete(sql);
    kept.set(sql, statement);
    if (kept.size > MAX_STATEMENTS) {
      const [first = sql] = kept.keys();
      kept.delete(first);
    }
    return statement;
  };
}
