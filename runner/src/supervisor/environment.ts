import { join } from 'node:path';
import type {
  RunnerPhase,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { coversShared } from './covers';
import { RUN_VARIABLE } from './processes';

/**
 * The environment of a phase: what the backend gave the supervisor by its allow-list, folders of the phase's own, and
 * what keeps tools from asking questions, watching files or looking for their own updates.
 */
export function phaseEnvironment(
  workspace: string,
  phase: RunnerPhase,
  runUid: string,
  { namespaces }: SupervisorConfig['isolation'],
): NodeJS.ProcessEnv {
  const home = join(workspace, 'home', phase);
  // The same folder: the name of a socket in it is not to be too long.
  const tmp =
    namespaces && coversShared(phase) ? '/tmp' : join(workspace, 'tmp', phase);
  return {
    ...process.env,
    HOME: home,
    TMPDIR: tmp,
    XDG_RUNTIME_DIR: join(tmp, 'runtime'),
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
