import { spawn } from 'node:child_process';
import { chmod, lchown, mkdir, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import {
  accessOf,
  type RunnerPhase,
  type SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { errnoOf } from '../process';

type Isolation = SupervisorConfig['isolation'];

const OPEN = 0o755;
const CLOSED = 0o700;

/**
 * Opens and closes the folders of the workspace for the phase that comes. With a user of its own for the phases a
 * closed folder belongs to us and is entered by nobody else. What is to be read-only is mounted so where there are
 * namespaces; elsewhere all that is in it changes hands, because who owns a file can always write it.
 *
 * Without a user of its own and without namespaces nothing can be kept from the phases, and nothing is tried.
 */
export async function openDoors(
  workspace: string,
  phase: RunnerPhase,
  { user, namespaces }: Isolation,
): Promise<void> {
  for (const parent of ['results', 'home', 'tmp']) {
    await mkdir(join(workspace, parent), { recursive: true });
    await chmod(join(workspace, parent), OPEN);
  }
  for (const [folder, access] of accessOf(phase)) {
    const path = join(workspace, folder);
    await mkdir(path, { recursive: true });
    if (!user) continue;
    if (access === 'none') {
      await lchown(path, 0, 0);
      await chmod(path, CLOSED);
      continue;
    }
    if (access === 'read' && !namespaces) await takeOver(path);
    const owner = access === 'write' ? user : { uid: 0, gid: 0 };
    await chmod(path, OPEN);
    await lchown(path, owner.uid, owner.gid);
  }
}

/** Removes what a phase had for itself alone. */
export async function clearPhase(
  workspace: string,
  phase: RunnerPhase,
): Promise<void> {
  await removeTrees(
    ['home', 'tmp'].map(folder => join(workspace, folder, phase)),
  );
}

/** By the system's own `rm`, which also removes what is too deep to be named by one path. */
async function removeTrees(paths: string[]): Promise<void> {
  const child = spawn('rm', ['-rf', '--', ...paths], { stdio: 'ignore' });
  await new Promise<void>(resolve => {
    // What cannot be removed now is left to the cleanup of the run.
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}

/** Makes everything below a folder ours. No process of the phases is left, so nothing moves meanwhile. */
async function takeOver(folder: string): Promise<void> {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    await lchownIfThere(next);
    const entries = await entriesOf(next);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else await lchownIfThere(path);
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isUnnameable(error)) return [];
    throw error;
  }
}

async function lchownIfThere(path: string): Promise<void> {
  try {
    await lchown(path, 0, 0);
  } catch (error) {
    if (!isUnnameable(error)) throw error;
  }
}

/**
 * A name that is not UTF-8, or a path that is too long. It is below a folder that is ours by now, so that nobody puts
 * anything else in its place; collect refuses such a tree.
 */
function isUnnameable(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENAMETOOLONG';
}
