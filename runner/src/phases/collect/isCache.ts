import { constants, openSync, closeSync, fstatSync, readSync } from 'node:fs';

/** Tools write a comment and a line. */
const MAX_BYTES = 1_024;

/**
 * Whether a new folder's `.gitignore` leaves out all of it: so do caches and environments that mypy, pytest, Ruff,
 * virtualenv and others make, whatever the repository's own rules say. Nothing gets into a change by it.
 *
 * @param ignoreFile - the path of that file, which need not be there
 */
export function isCache(ignoreFile: Buffer): boolean {
  const text = readSmall(ignoreFile);
  const rules = (text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  return rules.length === 1 && ['*', '/*', '**'].includes(rules[0]);
}

function readSmall(path: Buffer): string | undefined {
  let file: number;
  try {
    // Neither a link nor a pipe, which would not end.
    const flags =
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    file = openSync(path, flags);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > MAX_BYTES) return undefined;
    const buffer = Buffer.alloc(MAX_BYTES);
    return buffer.toString('latin1', 0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}
