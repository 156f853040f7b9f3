import {
  isFinalStatus,
  taskStatuses,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventSnapshot } from './types';

/**
 * The task as its events say it is by now. A stream begins with the task's first event, so what was fetched may
 * be newer: nothing goes back, neither status nor progress.
 */
export function applyEvents(
  task: BackgroundTask,
  events: TaskEventSnapshot,
): BackgroundTask {
  if (isFinalStatus(task.status)) return task;
  const { status, changedFiles } = events;
  const newer = events.progress >= task.progress;
  return {
    ...task,
    ...(newer && {
      progress: events.progress,
      phase: events.phase,
      currentPhase: events.currentPhase,
    }),
    ...(status &&
      taskStatuses.indexOf(status.status) >=
        taskStatuses.indexOf(task.status) && {
        status: status.status,
        outcome: status.outcome,
        error: status.error,
        prUrl: status.prUrl ?? task.prUrl,
      }),
    changedFiles: changedFiles ? [...changedFiles] : task.changedFiles,
    validation: {
      ...task.validation,
      baseline: longer(task.validation.baseline, events.baseline),
      gate: longer(task.validation.gate, events.gate),
    },
  };
}

function longer<T>(fetched: T[], followed: readonly T[]): T[] {
  return followed.length >= fetched.length ? [...followed] : fetched;
}
