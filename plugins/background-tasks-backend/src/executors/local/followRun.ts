import fs from 'node:fs/promises';
import os from 'node:os';
import type { RunBatch } from '@background-tasks/plugin-background-tasks-node';
import { followSpool } from './followSpool';
import { isAlive, readIdentity } from './processIdentity';

const LEASE_TOUCH_MS = 3_000;

/** The files of a run that following it takes. */
export type FollowedFiles = { identity: string; spool: string; lease: string };

/**
 * Follows a run of this machine from its spool, also one whose supervisor went with an earlier boot. Of a run whose
 * spool is not here nobody knows how far it came: unknown counts as started, so that no agent is started twice.
 */
export async function* followRun(
  files: FollowedFiles,
  options: { cursor?: string; signal: AbortSignal },
): AsyncGenerator<RunBatch> {
  const identity = await readIdentity(files.identity);
  if (identity?.host !== os.hostname()) {
    yield {
      updates: [
        { type: 'phaseStart', phase: 'agent' },
        {
          type: 'end',
          reason: 'lost',
          message: identity
            ? `The run is on another machine ('${identity.host}')`
            : 'The run was on another machine, or its folder is gone',
        },
      ],
      cursor: options.cursor ?? '0',
    };
    return;
  }
  const touch = () => {
    const now = new Date();
    fs.utimes(files.lease, now, now).catch(() => undefined);
  };
  touch();
  const timer = setInterval(touch, LEASE_TOUCH_MS);
  try {
    yield* followSpool({
      file: files.spool,
      cursor: options.cursor,
      signal: options.signal,
      isAlive: () => isAlive(identity),
    });
  } finally {
    clearInterval(timer);
  }
}
