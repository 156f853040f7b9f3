import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@background-tasks/demo';
import type {
  RunSpec,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import {
  installRunner,
  isolationCases,
  LocalRun,
} from '@background-tasks/runner/testing';

const GIB = 2 ** 30;
/** Above those of people, services and containers, as the backend chooses them. */
const FIRST_UID = 1_879_048_192;
const UIDS = 65_536;

/** The runner, and how its runs are kept apart here. A backend has both from its start on. */
export type InstalledRunner = Pick<
  SupervisorConfig,
  'nodePath' | 'runnerPath' | 'isolation'
>;

/** Builds the runner into a folder below this one, and finds out what isolation there is. */
export function installLocalRunner(dir: string): InstalledRunner {
  const runner = installRunner(join(dir, 'runner'));
  return { ...runner, isolation: isolationOf(runner.runnerPath) };
}

/**
 * Starts a local run below a folder, isolated and limited as the backend would.
 *
 * @param environment - of the workspace, as the backend would make it
 */
export function startLocalRun(
  runner: InstalledRunner,
  dir: string,
  spec: RunSpec,
  environment: Readonly<Record<string, string>>,
): LocalRun {
  const folder = join(dir, 'run');
  mkdirSync(folder);
  return LocalRun.start(
    folder,
    spec,
    {
      ...runner,
      hidden: [repositoryRoot, homedir()],
      limits: {
        memory: Math.min(8 * GIB, Math.floor(totalmem() / 2)),
        processes: 2_048,
        disk: 20 * GIB,
        files: 2_000_000,
      },
      leaseSeconds: 60,
    },
    { environment },
  );
}

/** The best that this machine has. */
function isolationOf(runnerPath: string): SupervisorConfig['isolation'] {
  const [best] = isolationCases(runnerPath)
    .filter(({ as }) => as === undefined)
    .sort(
      (a, b) => Number(b.isolation.namespaces) - Number(a.isolation.namespaces),
    );
  if (!best.isolation.user) return best.isolation;
  const uid = FIRST_UID + randomInt(UIDS);
  return { ...best.isolation, user: { uid, gid: uid } };
}
