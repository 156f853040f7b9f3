import { isError } from '@backstage/errors';

/**
 * Reads, and once more where the connection was reset: a busy backend may send a request on a connection that the other
 * side is about to close, as nothing was said on it for a while.
 */
export async function onceMore<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isError(error) || error.code !== 'ECONNRESET') throw error;
    return read();
  }
}
