import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';

/** The databases to test on: SQLite, and the PostgreSQL server that `npm test` starts, where there is one. */
export function testDatabases(): TestDatabases {
  return TestDatabases.create({
    ids: [
      'SQLITE_3',
      'POSTGRES_13',
      'POSTGRES_14',
      'POSTGRES_15',
      'POSTGRES_16',
      'POSTGRES_17',
      'POSTGRES_18',
    ],
    disableDocker: true,
  });
}

/**
 * A client of the same database for a further replica: one with its own pool on PostgreSQL; on SQLite, where the
 * database is in memory, the same client.
 */
export function anotherClient(db: Knex): {
  db: Knex;
  close: () => Promise<void>;
} {
  const { config } = db.client;
  if (!String(config.client).includes('pg')) {
    return { db, close: async () => {} };
  }
  const another = knexFactory({ ...config, pool: { min: 0, max: 10 } });
  return { db: another, close: () => another.destroy() };
}
