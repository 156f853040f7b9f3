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

/** Whether a database of `testDatabases` can be reached by several replicas, each with its own pool. */
export function isShared(databaseId: string): boolean {
  return databaseId.startsWith('POSTGRES');
}

/** A further client of the same database, with its own pool, as another replica has it. */
export function anotherClient(db: Knex): Knex {
  return knexFactory({ ...db.client.config, pool: { min: 0, max: 10 } });
}
