/** The code of a system error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return 'message' in error ? String(error.message) : String(error);
}

const DISK_FULL = /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i;

/** Whether the words of a tool, or a system error, say that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  const code = errnoOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return DISK_FULL.test(messageOf(error));
}
