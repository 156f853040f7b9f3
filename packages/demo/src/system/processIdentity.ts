import { processIdentitySchema } from '@background-tasks/plugin-background-tasks-common';
import type { ProcessIdentity } from '@background-tasks/plugin-background-tasks-common';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Which process this one is. */
export function ownIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    bootId: bootId(),
    pid: process.pid,
    startTime: startTime(process.pid) ?? '',
  };
}

/** Whether the very process that is meant still runs: a pid alone may be somebody else's by now. */
export function lookUpProcess(identity: ProcessIdentity): 'alive' | 'gone' {
  if (identity.host !== hostname() || identity.bootId !== bootId()) {
    return 'gone';
  }
  return startTime(identity.pid) === identity.startTime ? 'alive' : 'gone';
}

/** Reads an identity file; undefined where there is none that can be read. */
export async function readIdentity(
  path: string,
): Promise<ProcessIdentity | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    return processIdentitySchema.safeParse(content).data;
  } catch {
    return undefined;
  }
}

/** Writes an identity file. */
export async function writeIdentity(
  path: string,
  identity: ProcessIdentity,
): Promise<void> {
  await writeFile(path, JSON.stringify(identity));
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** In clock ticks after boot; a zombie counts as gone. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
