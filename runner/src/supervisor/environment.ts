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
  return {
    ...process.env,
    HOME: join(workspace, 'home', phase),
    TMPDIR: join(workspace, 'tmp', phase),
    USER: 'task',
    LOGNAME: 'task',
    CI: 'true',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    [RUN_VARIABLE]: `${runUid}:${phase}`,
  };
}
