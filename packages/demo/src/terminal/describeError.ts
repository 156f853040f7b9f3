/** What went wrong, in words for a person at a terminal. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') {
    return 'The disk is full. Free some space and run the command again.';
  }
  if (code === 'EACCES' || code === 'EROFS') {
    return `A file may not be written: ${error.message}`;
  }
  if (code === 'ENOENT' && /spawn git/.test(error.message)) {
    return 'git is not installed, or not in PATH. On Debian: apt-get install git';
  }
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
