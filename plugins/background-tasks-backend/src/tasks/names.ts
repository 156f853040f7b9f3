import { randomInt } from 'node:crypto';

/** Kubernetes object names made from a task's leave room for what is added to it: at most 40 characters. */
export const MAX_NAME_LENGTH = 40;

/** A DNS label (RFC 1123), as Kubernetes wants it. */
export const namePattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_CHARACTERS = 4;

/** A name from the first words of the instructions and 4 random characters. */
export function nameFromInstructions(instructions: string): string {
  const words = instructions
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_LENGTH - RANDOM_CHARACTERS - 1)
    .replace(/^-+|-+$/g, '');
  const random = Array.from(
    { length: RANDOM_CHARACTERS },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');
  return words ? `${words}-${random}` : `task-${random}`;
}

/**
 * The name of the next retry: `x-retry-1` after `x`, `x-retry-2` after `x-retry-1`.
 *
 * @param task - the one that is retried
 * @param taken - names that are in use
 */
export function retryName(
  task: { name: string; retryOf: string | null; retryCount: number },
  taken: readonly string[],
): { name: string; retryCount: number } {
  const base = retryBase(task);
  for (let retryCount = task.retryCount + 1; ; retryCount++) {
    const suffix = `-retry-${retryCount}`;
    const room = MAX_NAME_LENGTH - suffix.length;
    const name = `${base.slice(0, room).replace(/-+$/, '')}${suffix}`;
    if (!taken.includes(name)) return { name, retryCount };
  }
}

/** The name that all retries of a task begin with. */
export function retryBase(task: {
  name: string;
  retryOf: string | null;
}): string {
  return task.retryOf === null
    ? task.name
    : task.name.replace(/-retry-\d+$/, '');
}
