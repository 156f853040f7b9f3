import { ApiException } from '@kubernetes/client-node';
import { ApiStatusError } from './Cluster';

/** The HTTP status with which an API server refused, if that is what the error says. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof ApiException || error instanceof ApiStatusError) {
    return error.code;
  }
  return undefined;
}

/** Whether what was asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether something of the name is there already, or was changed in between. */
export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409;
}

/** The API server's own words, or those of the error that kept it from answering. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiStatusError) return error.message;
  if (error instanceof ApiException) {
    const body: unknown =
      typeof error.body === 'string' ? parsed(error.body) : error.body;
    if (typeof body === 'object' && body !== null && 'message' in body) {
      return String(body.message);
    }
    return `The API server answered ${error.code}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Resolves also where there is nothing to delete. */
export async function unlessMissing(
  deleted: Promise<unknown>,
): Promise<boolean> {
  try {
    await deleted;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/**
 * What was found where we look, if it is there and we may: of the namespaces that are named to us some may not be made
 * yet, or be given back. Of a whole cluster (without `place`) a refusal is an error.
 */
export async function inPlace<T>(
  place: string | undefined,
  look: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const isClosed = [403, 404].some(status => status === statusOf(error));
    if (place !== undefined && isClosed) return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
