import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';
import type { Run, Task } from '../tasks';

/** What the configuration says of all runs. */
export type RunSettings = Pick<RunSpec, 'validation' | 'limits'>;

/** What the phases of a run are told. */
export function runSpecOf(
  task: Task,
  run: Run,
  cloneUrl: string,
  settings: RunSettings,
): RunSpec {
  const deadlineAt = task.deadlineAt ?? Date.now() + task.timeoutSeconds * 1000;
  return {
    version: 1,
    runUid: run.uid,
    task: {
      uid: task.uid,
      name: task.name,
      project: task.project,
      instructions: task.instructions,
    },
    deadline: new Date(deadlineAt).toISOString(),
    repository: { url: task.repositoryUrl, cloneUrl, branch: task.branch },
    agent: {
      provider: task.provider,
      ...(task.script !== null && { script: task.script }),
    },
    ...settings,
  };
}
