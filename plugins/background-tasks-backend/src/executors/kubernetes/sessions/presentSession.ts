import {
  isFinalStatus,
  taskOutcomes,
  type RepositoryStatus,
} from '@background-tasks/plugin-background-tasks-common';
import { currentPhaseOf, type Task } from '../../../tasks';
import type { ResourceEvent } from './ResourceApi';
import type { Condition, SessionSpec, SessionStatus } from './resources';

/** What a task was asked to do, as the spec of its session. */
export function sessionSpecOf(task: Task): SessionSpec {
  const { output } = task;
  return {
    mode: 'background',
    prompt: task.instructions,
    repos: [
      {
        input: {
          url: task.repositoryUrl,
          ...(task.branch !== null && { branch: task.branch }),
        },
        ...(output && {
          output: {
            ...(output.type && { type: output.type }),
            ...(output.target && { target: output.target }),
          },
        }),
      },
    ],
    interactive: false,
    timeout: task.timeoutSeconds,
    autoPushOnComplete: true,
    provider: task.provider,
    ...(task.model !== null && { model: task.model }),
    ...(task.template !== null && { templateId: task.template }),
    ...(task.parameters !== null && { parameters: task.parameters }),
  };
}

/** How a task stands, as the status of its session. What is not yet known is null: a merge then leaves it out. */
export function sessionStatusOf(task: Task, generation?: number) {
  return {
    phase: task.status,
    progress: task.progress,
    currentPhase: currentPhaseOf(task),
    startTime: timeOrNull(task.startedAt),
    completionTime: timeOrNull(task.completedAt),
    repos: [
      {
        name: repositoryNameOf(task.repositoryUrl),
        ...(task.outcome !== null && { status: repositoryStatusOf(task) }),
        ...(task.prUrl !== null && { prUrl: task.prUrl }),
      },
    ],
    logs: task.logTail,
    retryCount: task.retryCount,
    error: task.error,
    conditions: conditionsOf(task, generation),
  } satisfies Record<keyof SessionStatus, unknown>;
}

/** What became of the repository; undefined as long as the task goes on. */
export function repositoryStatusOf(task: Task): RepositoryStatus | undefined {
  if (task.outcome === null) return undefined;
  const { repositoryStatus } = taskOutcomes[task.outcome];
  if (repositoryStatus !== 'diffIfBundle') return repositoryStatus;
  return task.bundleHash === null ? 'abandoned' : 'diff';
}

/** What happened to a task between two looks at it, as events. */
export function eventsBetween(
  before: Task | undefined,
  after: Task,
): ResourceEvent[] {
  const events: ResourceEvent[] = [];
  if (!before && after.status === 'Pending') {
    events.push(normal('Created', `Task '${after.name}' was created`));
  }
  const phase = currentPhaseOf(after);
  const ended = isFinalStatus(after.status);
  if (!ended && (!before || currentPhaseOf(before) !== phase)) {
    events.push(normal('Progress', `${phase} (${after.progress} %)`));
  }
  if (after.cancelRequestedAt !== null && !before?.cancelRequestedAt) {
    events.push(
      normal(
        'Stopping',
        `Its end was wished for by ${after.cancelRequestedBy}`,
      ),
    );
  }
  if (ended && before?.status !== after.status) {
    events.push({
      type: after.status === 'Completed' ? 'Normal' : 'Warning',
      reason: after.status,
      message: wordsOfEnd(after),
    });
  }
  return events;
}

/** A condition that holds since a time, in ms since 1970. */
export function condition(
  type: string,
  status: Condition['status'],
  reason: string,
  message: string,
  since: number,
  observedGeneration?: number,
): Condition {
  return {
    type,
    status,
    reason,
    message,
    lastTransitionTime: new Date(since).toISOString(),
    ...(observedGeneration !== undefined && { observedGeneration }),
  };
}

function conditionsOf(task: Task, generation?: number): Condition[] {
  const accepted = condition(
    'Accepted',
    'True',
    'Admitted',
    `It is task '${task.name}' of project '${task.project}'`,
    task.createdAt,
    generation,
  );
  if (task.outcome === null) return [accepted];
  return [
    accepted,
    condition(
      'Complete',
      task.status === 'Completed' ? 'True' : 'False',
      task.outcome.charAt(0).toUpperCase() + task.outcome.slice(1),
      wordsOfEnd(task),
      task.completedAt ?? task.createdAt,
      generation,
    ),
  ];
}

function wordsOfEnd(task: Task): string {
  if (task.prUrl !== null && task.outcome === 'pullRequest') {
    return `Pull request created: ${task.prUrl}`;
  }
  return task.error ?? currentPhaseOf(task);
}

function normal(reason: string, message: string): ResourceEvent {
  return { type: 'Normal', reason, message };
}

function repositoryNameOf(url: string): string {
  return url.split('/').slice(-2).join('/');
}

function timeOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
