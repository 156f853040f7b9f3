import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  lookUpProcess,
  ownIdentity,
  readIdentity,
  writeIdentity,
} from './processIdentity';

const KEPT_RUNS = 3;
const OWNER_FILE = 'owner.json';

/**
 * Makes a fresh, numbered folder for the data of one run, and removes old ones.
 * Nothing is locked: a folder whose process is gone is free to be removed.
 *
 * @param parent - the folder that holds them all
 * @returns the path of the new folder
 */
export async function createRunFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  let number = Math.max(0, ...(await runNumbers(parent))) + 1;
  for (;;) {
    const folder = join(parent, String(number));
    try {
      await mkdir(folder);
      await writeIdentity(join(folder, OWNER_FILE), ownIdentity());
      await removeOldRuns(parent);
      return folder;
    } catch (error) {
      if (!isTaken(error)) throw error;
      number += 1;
    }
  }
}

async function removeOldRuns(parent: string): Promise<void> {
  const old = (await runNumbers(parent)).sort((a, b) => b - a).slice(KEPT_RUNS);
  for (const number of old) {
    const folder = join(parent, String(number));
    const owner = await readIdentity(join(folder, OWNER_FILE));
    if (owner && lookUpProcess(owner) === 'alive') continue;
    await rm(folder, { recursive: true, force: true });
  }
}

async function runNumbers(parent: string): Promise<number[]> {
  const names = await readdir(parent);
  return names.filter(name => /^\d+$/.test(name)).map(Number);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
