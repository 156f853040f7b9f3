import knex, { type Knex } from 'knex';
import { keepStatements, type SqliteConnection } from './keepStatements';

type Statement = {
  all(): unknown[];
  run(): unknown;
  raw(): Statement;
};
type Connection = SqliteConnection<Statement> & {
  exec(sql: string): void;
  pragma(name: string, options: { simple: true }): unknown;
};

describe('keepStatements', () => {
  let db: Knex;
  let connection: Connection;

  beforeEach(async () => {
    db = knex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    connection = await db.client.acquireConnection();
    keepStatements(connection);
  });

  afterEach(async () => {
    await db.client.releaseConnection(connection);
    await db.destroy();
  });

  it('gives the same statement for the same words, also after the tables have changed', () => {
    connection.exec('create table one (a)');
    const select = connection.prepare('select * from one');
    expect(connection.prepare('select * from one')).toBe(select);
    connection.exec('alter table one add column b');
    connection.exec('insert into one values (1, 2)');
    expect(select.all()).toEqual([{ a: 1, b: 2 }]);
  });

  it('gives one of its own to who changes its ways', () => {
    const own = connection.prepareOwn?.('select 1 as a');
    expect(own?.raw().all()).toEqual([[1]]);
    expect(connection.prepare('select 1 as a').all()).toEqual([{ a: 1 }]);
  });

  it('has pragmas parsed anew: some work while they are parsed', () => {
    for (const on of [1, 0, 1]) {
      connection.prepare(`pragma foreign_keys = ${on}`).run();
      expect(connection.pragma('foreign_keys', { simple: true })).toBe(on);
    }
  });

  it('does not keep what is long: inserts of many rows differ with their number', () => {
    const long = `select ${Array(2_000).fill(1).join()}`;
    expect(connection.prepare(long)).not.toBe(connection.prepare(long));
  });

  it('lets go of what nobody has asked for the longest', () => {
    const first = connection.prepare('select 0');
    const second = connection.prepare('select 1');
    for (let n = 2; n < 500; n++) connection.prepare(`select ${n}`);
    expect(connection.prepare('select 0')).toBe(first);
    connection.prepare('select 500');
    expect(connection.prepare('select 0')).toBe(first);
    expect(connection.prepare('select 1')).not.toBe(second);
  });
});
