import { readdirSync, readFileSync } from 'node:fs';
import { errnoOf, sleep } from '../process';

/** What the processes of a phase are known by. */
export type ProcessMark = {
  /** A user of the phases' own. */
  uid?: number;
  /** `BACKGROUND_TASKS_RUN=<run>:<phase>` in their environment. */
  environment: string;
};

const SWEEPS = 50;
const SWEEP_PAUSE_MS = 20;

/** The environment variable by which a phase's processes are found again. */
export const RUN_VARIABLE = 'BACKGROUND_TASKS_RUN';

/**
 * Kills all processes that bear the mark, until there is none: one that forks meanwhile is met the next time.
 *
 * @returns whether none is left
 */
export async function killMarked(mark: ProcessMark): Promise<boolean> {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const found = processes().filter(pid => bears(pid, mark));
    if (found.length === 0) return true;
    for (const pid of found) kill(pid, 'SIGKILL');
    await sleep(SWEEP_PAUSE_MS);
  }
  return false;
}

/** The processes whose parent this is. */
export function childrenOf(parent: number): number[] {
  return processes().filter(pid => stateOf(pid)?.parent === parent);
}

/** Sends a signal to one process; one that is gone is fine. */
export function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

/** The processes below one, and all that bear the mark. */
export function phaseProcesses(root: number, mark: ProcessMark): number[] {
  const all = processes().map(pid => ({ pid, parent: stateOf(pid)?.parent }));
  const found = new Set([root]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) {
      if (parent !== undefined && found.has(parent)) found.add(pid);
    }
  }
  for (const { pid } of all) {
    if (!found.has(pid) && bears(pid, mark)) found.add(pid);
  }
  return [...found];
}

function bears(pid: number, { uid, environment }: ProcessMark): boolean {
  if (pid === process.pid || stateOf(pid)?.state === 'Z') return false;
  if (uid !== undefined && uidOf(pid) === uid) return true;
  return read(`/proc/${pid}/environ`).split('\0').includes(environment);
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function stateOf(pid: number): { state: string; parent: number } | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return parent === undefined ? undefined : { state, parent: Number(parent) };
}

function uidOf(pid: number): number | undefined {
  const match = /^Uid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`));
  return match ? Number(match[1]) : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
