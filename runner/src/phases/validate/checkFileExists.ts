import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';

/**
 * Whether the change's tree has what the task wants to be there. The tree is asked, not the checkout: no link leads out
 * of it, and what a check leaves behind does not count.
 */
export async function checkFileExists(
  change: TreeFiles,
  path: string,
): Promise<CheckResult> {
  const started = Date.now();
  const exists = await change.has(path);
  return {
    kind: 'build',
    command: `file exists: ${path}`,
    reason: 'added by the task',
    status: exists ? 'passed' : 'failed',
    exitCode: null,
    durationMs: Date.now() - started,
    output: exists ? '' : `${path} is not there after the change`,
  };
}
