import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ProcessIdentity } from '@background-tasks/plugin-background-tasks-common';
import { errnoOf } from '../process';

/**
 * Says which process the supervisor of a run is: once, and never half.
 *
 * @returns whether this process is it; false where there is one already
 */
export function claimIdentity(control: string): boolean {
  const draft = join(control, `identity.json.${process.pid}`);
  writeFileSync(draft, JSON.stringify(currentIdentity()), { mode: 0o600 });
  try {
    // A link is made whole or not at all, and not over another one.
    linkSync(draft, join(control, 'identity.json'));
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function currentIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    bootId: read('/proc/sys/kernel/random/boot_id').trim(),
    pid: process.pid,
    startTime: startTimeOf(read('/proc/self/stat')),
  };
}

/** Field 22; the second one is a name in parentheses that may hold anything. */
function startTimeOf(stat: string): string {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2);
  return afterName.split(' ')[19] ?? '';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
