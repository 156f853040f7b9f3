import { errorStatus } from '../../api';

/** Whether asking again would not change the answer. 401 is not final: the fetch API gets a fresh token by itself. */
export function isRefusal(error: unknown): boolean {
  const status = errorStatus(error);
  return status !== undefined && [400, 403, 404].includes(status);
}
