import { isError } from '@backstage/errors';

/** Whether a statement failed because a unique key has the value already. */
export function isUniqueViolation(error: unknown): boolean {
  if (!isError(error) || !('code' in error)) return false;
  // PostgreSQL's unique_violation, and SQLite's.
  return error.code === '23505' || error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}
