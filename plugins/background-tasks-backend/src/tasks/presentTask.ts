import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { currentPhaseOf, isStopping } from './stateMachine';
import type { May } from '../permissions';
import type { ListedTask, WholeTask } from '../store';
import type { Task } from './Task';

/**
 * A task as a row of a list.
 *
 * @param may - what the caller is allowed, whatever the task is doing
 */
export function presentSummary(
  task: ListedTask,
  may: May,
): BackgroundTaskSummary {
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
    entityRef: task.entityRef,
    provider: task.provider,
    templateId: task.template,
    trigger: task.trigger,
    createdAt: toIso(task.createdAt),
    startedAt: toIsoOrNull(task.startedAt),
    completedAt: toIsoOrNull(task.completedAt),
    prUrl: task.prUrl,
    retryCount: task.retryCount,
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

/** What a whole task is made of, beside its own row. */
export type TaskContext = Omit<WholeTask, 'task'> & {
  may: May;
  /** The task's page in the portal. */
  pageUrl: string;
};

/** A whole task. */
export function presentTask(task: Task, context: TaskContext): BackgroundTask {
  const path = `/projects/${encodeURIComponent(
    task.project,
  )}/background-tasks/${encodeURIComponent(task.name)}`;
  return {
    ...presentSummary(task, context.may),
    error: task.error,
    phase: task.phase,
    instructions: task.instructions,
    branch: task.branch,
    model: task.model,
    run: task.script,
    parameters: task.parameters,
    logs: task.logTail,
    validation: task.validation,
    changedFiles: task.changedFiles,
    change: {
      baseCommit: task.baseCommit,
      headCommit: task.headCommit,
      commitMessage: task.commitMessage,
      bundleHash: task.bundleHash,
      provider: task.provider,
      model: task.model,
      agentVersion: task.agentVersion,
      repairRounds: task.repairRounds,
      rounds: task.rounds.map(({ runUid: _, ...round }) => round),
    },
    usage: task.usage,
    budget: task.budget,
    output: task.output,
    extraCommands: task.validationSpec.commands,
    hooks: task.validationSpec.hooks,
    uncheckedRules: task.validationSpec.unchecked,
    onBehalfOf: task.onBehalfOf,
    prNumber: task.prNumber,
    prState: task.prState,
    timeoutSeconds: task.timeoutSeconds,
    runs: context.runs.map(presentRun),
    links: {
      page: context.pageUrl,
      events: `${path}/events`,
      logs: `${path}/logs`,
      diff: `${path}/diff`,
    },
    openPullRequests: context.openPullRequests,
    retryOf: task.retryOf,
    retriedBy: task.retriedBy,
    stopping: isStopping(task),
    isolation: task.isolation,
  };
}

function presentRun(
  run: WholeTask['runs'][number],
): BackgroundTask['runs'][number] {
  return {
    attempt: run.attempt,
    executor: run.executor,
    startedAt: toIsoOrNull(run.startedAt),
    endedAt: toIsoOrNull(run.endedAt),
    endReason: run.endReason,
  };
}

/** Whether the task ended in a way that may be tried again. */
export function isRetryable(task: Pick<Task, 'status'>): boolean {
  return ['Failed', 'Timeout', 'Stopped'].includes(task.status);
}

/** ISO 8601 of ms since 1970. */
export function toIso(time: number): string {
  return new Date(time).toISOString();
}

function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}
