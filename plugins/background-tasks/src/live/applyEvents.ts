import {
  isFinalStatus,
  taskStatuses,
  type BackgroundTask,
  type ModelUsage,
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
  const { status, changedFiles, agent, repairRounds } = events;
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
    change: {
      ...task.change,
      agentVersion: task.change.agentVersion ?? agent?.version ?? null,
      model: task.change.model ?? agent?.model ?? null,
      repairRounds: Math.max(task.change.repairRounds, repairRounds),
    },
    usage: larger(task.usage, events.usage),
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

// Old events may have been deleted, so that what was fetched may count more.
function larger(fetched: ModelUsage, followed: ModelUsage): ModelUsage {
  const tokens = (usage: ModelUsage) => usage.inputTokens + usage.outputTokens;
  return tokens(followed) > tokens(fetched) ? followed : fetched;
}
