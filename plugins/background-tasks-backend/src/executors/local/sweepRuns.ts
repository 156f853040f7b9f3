import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isAlive, readIdentity } from './processIdentity';

const run = promisify(execFile);

/** Whoever looks after a run touches its lease every few seconds; its task is over long before. */
const FORGOTTEN_MS = 24 * 3_600_000;

/**
 * Removes folders of runs that nobody cleaned up, because the backend died in between or was never started again.
 *
 * @returns the names of those that were removed
 */
export async function sweepRuns(runsDirectory: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await fs.readdir(runsDirectory)) {
    const folder = path.join(runsDirectory, name);
    if (!(await isForgotten(folder))) continue;
    await removeRun(folder);
    removed.push(name);
  }
  return removed;
}

/** Not by Node's own way: a hostile tree can be nested deeper than a path can say. */
export async function removeRun(folder: string): Promise<void> {
  await run('rm', ['-rf', '--', folder]);
}

async function isForgotten(folder: string): Promise<boolean> {
  const control = path.join(folder, 'control');
  const touched = await fs
    .stat(path.join(control, 'lease'))
    // One that was only half made has none.
    .catch(() => fs.stat(folder).catch(() => undefined));
  if (!touched || Date.now() - touched.mtimeMs < FORGOTTEN_MS) return false;
  const identity = await readIdentity(
    path.join(control, 'identity.json'),
  ).catch(() => undefined);
  return !identity || !(await isAlive(identity));
}
