import { join } from 'node:path';
import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import { RUN_VARIABLE } from './processes';

/**
 * The environment of a phase: what the backend gave the supervisor by its allow-list, folders of the phase's own, and
 * what keeps tools from asking questions, watching files or looking for their own updates.
 */
export function phaseEnvironment(
  workspace: string,
  phase: RunnerPhase,
  runUid: string,
): NodeJS.ProcessEnv {
  const home = join(workspace, 'home', phase);
  return {
    ...process.env,
    HOME: home,
    TMPDIR: join(workspace, 'tmp', phase),
    USER: 'task',
    LOGNAME: 'task',
    CI: 'true',
    // Java does not look at HOME, and may find no user of that number.
    MAVEN_OPTS: [process.env.MAVEN_OPTS, `-Duser.home=${home}`]
      .filter(Boolean)
      .join(' '),
    GRADLE_USER_HOME: join(home, '.gradle'),
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    [RUN_VARIABLE]: `${runUid}:${phase}`,
  };
}
