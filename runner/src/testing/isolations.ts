import { spawnSync } from 'node:child_process';
import type { SupervisorConfig } from '@background-tasks/plugin-background-tasks-common';

/** A user that no test machine has. */
const TASK_UID = 1_879_100_001;
const OTHER_UID = 1_879_100_002;

/** A way in which phases are kept apart, and the user that the supervisor runs as. */
export type IsolationCase = {
  title: string;
  isolation: SupervisorConfig['isolation'];
  /** Undefined is our own. */
  as?: number;
  /** Whether doors are really closed. */
  doors: boolean;
};

/**
 * The ways that this machine has.
 *
 * @param runnerPath the runner's bundle, to ask it for namespaces
 */
export function isolationCases(runnerPath: string): IsolationCase[] {
  const root = process.getuid?.() === 0;
  const user = root ? { uid: TASK_UID, gid: TASK_UID } : null;
  const as = root ? OTHER_UID : undefined;
  const cases: IsolationCase[] = [];
  if (root) {
    cases.push({
      title: 'a user of its own',
      isolation: { user, namespaces: false },
      doors: true,
    });
    if (probe(runnerPath)) {
      cases.push({
        title: 'a user of its own and namespaces',
        isolation: { user, namespaces: true },
        doors: true,
      });
    }
  }
  if (probe(runnerPath, as)) {
    cases.push({
      title: 'namespaces under an ordinary user',
      isolation: { user: null, namespaces: true },
      as,
      doors: true,
    });
  }
  cases.push({
    title: 'nothing but process groups',
    isolation: { user: null, namespaces: false },
    as,
    doors: false,
  });
  return cases;
}

function probe(runnerPath: string, uid?: number): boolean {
  const answer = spawnSync(process.execPath, [runnerPath, 'probe'], {
    encoding: 'utf8',
    uid,
    gid: uid,
    cwd: '/',
  });
  return answer.stdout.includes('true');
}
