import type { BackgroundTaskErrorCode } from '@background-tasks/plugin-background-tasks-common';

/** Gives an error the stable code by which callers know it, and the field that it speaks of. */
export function withCode<E extends Error>(
  error: E,
  code: BackgroundTaskErrorCode,
  field?: string,
): E & { code: BackgroundTaskErrorCode; field?: string } {
  return Object.assign(error, { code, ...(field && { field }) });
}
