/** Whether a statement failed because a unique key has the value already. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // PostgreSQL's unique_violation, and SQLite's.
  return error.code === '23505' || error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}
