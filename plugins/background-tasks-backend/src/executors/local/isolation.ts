import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type {
  SupervisorConfig,
  WorkspaceLimits,
} from '@background-tasks/plugin-background-tasks-common';

const run = promisify(execFile);

/**
 * User ids of workspaces, when the backend is root. Above those of people and services (below 65,536) and of what
 * container tools hand out by default (from 100,000 or 524,288 in blocks of 65,536), below 2^31.
 */
const FIRST_UID = 1_879_048_192;
const UIDS = 65_536;

/** What this machine lets us do to keep a workspace apart. */
export type IsolationAbility = { root: boolean; namespaces: boolean };

/** Asks the runner whether it can make namespaces here. */
export async function probeIsolation(
  runnerBundle: string,
): Promise<IsolationAbility> {
  const root = process.getuid?.() === 0;
  try {
    const { stdout } = await run(process.execPath, [runnerBundle, 'probe'], {
      timeout: 20_000,
    });
    return { root, namespaces: JSON.parse(stdout).namespaces === true };
  } catch {
    return { root, namespaces: false };
  }
}

/** The isolation of one run: a user of its own where we are root. */
export async function chooseIsolation(
  ability: IsolationAbility,
  runsDirectory: string,
): Promise<SupervisorConfig['isolation']> {
  if (!ability.root) return { user: null, namespaces: ability.namespaces };
  const taken = await takenUids(runsDirectory);
  let uid: number;
  do {
    uid = FIRST_UID + randomInt(UIDS);
  } while (taken.has(uid));
  return { user: { uid, gid: uid }, namespaces: ability.namespaces };
}

async function takenUids(runsDirectory: string): Promise<Set<number>> {
  const taken = new Set<number>();
  for (const name of await fs.readdir(runsDirectory)) {
    const file = path.join(runsDirectory, name, 'control', 'supervisor.json');
    const text = await fs.readFile(file, 'utf8').catch(() => undefined);
    const uid = text && JSON.parse(text).isolation?.user?.uid;
    if (typeof uid === 'number') taken.add(uid);
  }
  return taken;
}

/** What a person should know of it. */
export function describeIsolation(
  ability: IsolationAbility,
  limits: WorkspaceLimits,
): string[] {
  return [
    describeSeparation(ability),
    describeLimits(ability, limits),
    'The network is not isolated: what runs in the workspace reaches what this machine reaches.',
  ];
}

function describeSeparation({ root, namespaces }: IsolationAbility): string {
  if (root && namespaces) {
    return 'Each run has a user of its own; each phase has its own processes and sees only the folders it needs.';
  }
  if (root) {
    return 'Each run has a user of its own; this machine does not allow namespaces.';
  }
  if (namespaces) {
    return 'Each phase has its own processes and sees only the folders it needs, under the same user as the portal: use it for repositories that you trust.';
  }
  return 'The workspace is not isolated: it runs as the same user as the portal, without namespaces. Use it only for repositories that you trust.';
}

/** They are watched for, not enforced by the kernel: what grows faster than we look is more for a moment. */
function describeLimits(
  { root, namespaces }: IsolationAbility,
  { memory, processes, disk, files }: WorkspaceLimits,
): string {
  const limits = `A task that uses more than ${inGiB(
    memory,
  )} of memory, ${processes} processes and threads, ${inGiB(
    disk,
  )} of disk or ${files} files is stopped within seconds.`;
  if (process.platform !== 'linux') {
    return 'Memory, processes and disk are not limited on this machine.';
  }
  if (namespaces) return limits;
  return `${limits} What it writes outside of its workspace, as to /tmp, ${
    root
      ? 'is not counted'
      : 'is not counted, and processes that hide from it are not either'
  }.`;
}

function inGiB(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;
}
