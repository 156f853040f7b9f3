import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lookUpProcess, readIdentity } from './processIdentity';

const TERM_TIMEOUT_MS = 8_000;
const POLL_MS = 100;

/**
 * Ends the supervisors of runs that the backend did not end itself. A supervisor outlives its backend by design,
 * so this is the last resort when the whole system is to go.
 *
 * @param directory - the local executor's, with one folder per run
 * @returns the pids that had to be told
 */
export async function stopSupervisors(directory: string): Promise<number[]> {
  const files = await identityFiles(directory);
  const told = await Promise.all(files.map(stopSupervisor));
  return told.filter(pid => pid !== undefined);
}

async function identityFiles(directory: string): Promise<string[]> {
  try {
    const runs = join(directory, 'runs');
    const names = await readdir(runs);
    return names.map(name => join(runs, name, 'control/identity.json'));
  } catch {
    return [];
  }
}

async function stopSupervisor(file: string): Promise<number | undefined> {
  const identity = await readIdentity(file);
  if (!identity || lookUpProcess(identity) === 'gone') return undefined;
  // It ends the running phase and all that this one started.
  signal(identity.pid, 'SIGTERM');
  const deadline = Date.now() + TERM_TIMEOUT_MS;
  while (lookUpProcess(identity) === 'alive') {
    if (Date.now() > deadline) {
      signal(identity.pid, 'SIGKILL');
      break;
    }
    await delay(POLL_MS);
  }
  return identity.pid;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}
