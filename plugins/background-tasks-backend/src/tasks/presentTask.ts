import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { currentPhaseOf, isStopping } from './stateMachine';
import type { Task } from './Task';

/** A task as a row of a list. */
export function presentSummary(task: Task): BackgroundTaskSummary {
  return {
    project: task.project,
    name: task.name,
    uid: task.uid,
    status: task.status,
    outcome: task.outcome,
    progress: task.progress,
    currentPhase: currentPhaseOf(task),
    creator: task.creator,
    repository: task.repositoryUrl,
    createdAt: toIso(task.createdAt),
    completedAt: toIsoOrNull(task.completedAt),
    prUrl: task.prUrl,
  };
}

/** A whole task. */
export function presentTask(
  task: Task,
  may: { cancel: boolean; retry: boolean },
): BackgroundTask {
  return {
    ...presentSummary(task),
    error: task.error,
    phase: task.phase,
    instructions: task.instructions,
    entityRef: task.entityRef,
    branch: task.branch,
    provider: task.provider,
    run: task.script,
    logs: task.logTail,
    validation: task.validation,
    changedFiles: task.changedFiles,
    change: {
      baseCommit: task.baseCommit,
      headCommit: task.headCommit,
      commitMessage: task.commitMessage,
      bundleHash: task.bundleHash,
    },
    prNumber: task.prNumber,
    startedAt: toIsoOrNull(task.startedAt),
    timeoutSeconds: task.timeoutSeconds,
    retryCount: task.retryCount,
    retryOf: task.retryOf,
    retriedBy: task.retriedBy,
    stopping: isStopping(task),
    isolation: task.isolation,
    can: {
      cancel:
        may.cancel &&
        !isFinalStatus(task.status) &&
        task.publishingSince === null &&
        !isStopping(task),
      retry: may.retry && isRetryable(task),
    },
  };
}

/** Whether the task ended in a way that may be tried again. */
export function isRetryable(task: Task): boolean {
  return ['Failed', 'Timeout', 'Stopped'].includes(task.status);
}

/** ISO 8601 of ms since 1970. */
export function toIso(time: number): string {
  return new Date(time).toISOString();
}

function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}
