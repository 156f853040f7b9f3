import fs from 'node:fs/promises';
import os from 'node:os';
import {
  processIdentitySchema,
  type ProcessIdentity,
} from '@background-tasks/plugin-background-tasks-common';

/** Reads which process a supervisor is; undefined before it has said so. */
export async function readIdentity(
  file: string,
): Promise<ProcessIdentity | undefined> {
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  return text === undefined
    ? undefined
    : processIdentitySchema.parse(JSON.parse(text));
}

/** Whether the identity was given on this machine, since it was started. */
export async function isOfThisHost(
  identity: ProcessIdentity,
): Promise<boolean> {
  return (
    identity.host === os.hostname() && identity.bootId === (await readBootId())
  );
}

/** Whether that very process still runs: a pid alone may be somebody else's by now. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (!(await isOfThisHost(identity))) return false;
  if (identity.startTime) {
    return (await readStartTime(identity.pid)) === identity.startTime;
  }
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function readBootId(): Promise<string> {
  const text = await fs
    .readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    .catch(() => '');
  return text.trim();
}

/** Field 22 of `/proc/<pid>/stat`; undefined where the process is gone or only waits to be reaped. */
async function readStartTime(pid: number): Promise<string | undefined> {
  const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (!stat || state === 'Z' || state === 'X') return undefined;
  return fields[19];
}
