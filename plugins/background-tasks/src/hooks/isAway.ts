import { errorStatus } from '../api';

/** Whether the portal gave no answer, or none that says anything about what was asked: asked again, it may. */
export function isAway(error: unknown): boolean {
  if (!error) return false;
  const status = errorStatus(error);
  return status === undefined || status >= 500;
}
