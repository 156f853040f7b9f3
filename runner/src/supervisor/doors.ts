import { chmod, lchown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  RunnerPhase,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { errnoOf } from '../process';
import { accessOf } from './access';

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
  for (const folder of ['home', 'tmp']) {
    // What cannot be removed now, such as a tree too deep to name, is left to the cleanup of the run.
    await rm(join(workspace, folder, phase), {
      recursive: true,
      force: true,
    }).catch(() => {});
  }
}

/** Makes everything below a folder ours. No process of the phases is left, so nothing moves meanwhile. */
async function takeOver(folder: string): Promise<void> {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    await lchown(next, 0, 0);
    const entries = await readdir(next, { withFileTypes: true });
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else await lchownIfThere(path);
    }
  }
}

async function lchownIfThere(path: string): Promise<void> {
  try {
    await lchown(path, 0, 0);
  } catch (error) {
    // A name that is not UTF-8 cannot be said again: its folder is ours by now, the file itself can be read only.
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
