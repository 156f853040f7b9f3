import type { Knex } from 'knex';

/** Whether the database is PostgreSQL; else it is SQLite. */
export function isPostgres(db: Knex): boolean {
  return String(db.client.config.client).includes('pg');
}

/** SQL for the database's own clock in ms since 1970: replicas' clocks differ. */
export function nowSql(db: Knex): string {
  return isPostgres(db)
    ? '(extract(epoch from clock_timestamp()) * 1000)::bigint'
    : `cast((julianday('now') - 2440587.5) * 86400000 as integer)`;
}
