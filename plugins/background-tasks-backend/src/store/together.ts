import type { Knex } from 'knex';
import { isPostgres } from './databaseClock';

/** A statement that writes, not yet carried out. */
type Write = Knex.QueryBuilder;

/** Rows by so many: for what one statement has no room for. */
export function slicesOf<T>(rows: readonly T[], size: number): T[][] {
  const slices: T[][] = [];
  for (let i = 0; i < rows.length; i += size) {
    slices.push(rows.slice(i, i + size));
  }
  return slices;
}

/**
 * Carries out writes of a transaction none of which touches what another one does. PostgreSQL gets them as one
 * statement: on the way to it and back each one costs more than its work.
 */
export async function together(
  tx: Knex,
  writes: readonly Write[],
): Promise<void> {
  if (!isPostgres(tx) || writes.length < 2) {
    for (const write of writes) await write;
    return;
  }
  const all = tx.queryBuilder();
  for (const [index, write] of writes.entries()) all.with(`w${index}`, write);
  await all.select(tx.raw('1'));
}
