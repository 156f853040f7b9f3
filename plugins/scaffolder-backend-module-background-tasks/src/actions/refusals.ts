import type { BackgroundTaskErrorCode } from '@background-tasks/plugin-background-tasks-common';
import { isError, type ResponseError } from '@backstage/errors';

const conflicts: BackgroundTaskErrorCode[] = [
  'concurrentTaskLimit',
  'repositoryBusy',
  'projectLimit',
];

/** What the backend said when it refused; undefined where no answer came. */
export function refusalText(error: unknown): string | undefined {
  return isResponseError(error) ? error.body.error.message : undefined;
}

/** The error with what the backend said as its message, instead of the transport's. */
export function inWords(error: unknown): unknown {
  const text = refusalText(error);
  return text === undefined ? error : new Error(text, { cause: error });
}

/** Whether a task is refused only for as long as another one runs. */
export function isTakenLimit(error: unknown): boolean {
  if (!isResponseError(error)) return false;
  const { code } = error.body.error;
  return conflicts.some(conflict => conflict === code);
}

/** Whether the session of the user who runs the template has ended. */
export function isSessionOver(error: unknown): boolean {
  return isResponseError(error) && error.response.status === 401;
}

/** What becomes of a template whose session has ended, and what to do. */
export const sessionRemedy = `What the template had yet to do was not begun: run it again for the rest. How long a session lasts is set by 'auth.backstageTokenExpiration'.`;

/** Whether the backend could not answer now, but may in a moment. */
export function isPassing(error: unknown): boolean {
  if (isResponseError(error)) return error.response.status >= 500;
  // What `fetch` throws where there is no connection, or where it breaks off.
  return isError(error) && ['TypeError', 'AbortError'].includes(error.name);
}

// By name, as two copies of the errors package may be installed.
function isResponseError(error: unknown): error is ResponseError {
  return isError(error) && error.name === 'ResponseError' && 'body' in error;
}
