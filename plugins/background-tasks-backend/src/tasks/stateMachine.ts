import {
  currentPhaseTitle,
  isFinalStatus,
  taskOutcomes,
  taskPhases,
  type CheckKind,
  type RunnerPhase,
  type TaskOutcome,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { Task } from './Task';

/** What may happen to a task. */
export type Transition =
  /** A replica took it up for the first time. */
  | { type: 'claimed' }
  /** Its run was handed to the executor. */
  | { type: 'runStarted' }
  | { type: 'phaseStarted'; phase: RunnerPhase }
  | { type: 'progressed'; progress: number; check?: CheckKind }
  /** The point of no return: the next thing is a write to the code host. */
  | { type: 'publishing' }
  | { type: 'cancelRequested'; by: string }
  | { type: 'ended'; outcome: TaskOutcome; error?: string };

/** From which statuses each transition may start. This table and `apply` are all that ever writes a status. */
const allowedFrom: Readonly<Record<Transition['type'], readonly TaskStatus[]>> =
  {
    claimed: ['Pending'],
    runStarted: ['Creating', 'Running'],
    phaseStarted: ['Creating', 'Running'],
    progressed: ['Creating', 'Running'],
    publishing: ['Running'],
    cancelRequested: ['Pending', 'Creating', 'Running'],
    ended: ['Pending', 'Creating', 'Running'],
  };

/** The part of a task that transitions change. */
export type TaskPatch = Partial<
  Pick<
    Task,
    | 'status'
    | 'outcome'
    | 'error'
    | 'progress'
    | 'phase'
    | 'checkKind'
    | 'startedAt'
    | 'completedAt'
    | 'deadlineAt'
    | 'publishingSince'
    | 'cancelRequestedAt'
    | 'cancelRequestedBy'
  >
>;

/** A transition that the task's status does not allow; nothing was changed. */
export class TransitionRefusedError extends Error {
  constructor(task: Task, transition: Transition) {
    super(
      `A task with status '${task.status}' cannot take '${transition.type}' (${task.project}/${task.name})`,
    );
    this.name = 'TransitionRefusedError';
  }
}

/**
 * What a transition changes, as of `now` (ms since 1970). Progress never falls.
 *
 * @throws TransitionRefusedError
 */
export function applyTransition(
  task: Task,
  transition: Transition,
  now: number,
): TaskPatch {
  if (!allowedFrom[transition.type].includes(task.status)) {
    throw new TransitionRefusedError(task, transition);
  }
  switch (transition.type) {
    case 'claimed':
      return {
        status: 'Creating',
        phase: 'initialize',
        startedAt: now,
        deadlineAt: now + task.timeoutSeconds * 1000,
      };
    case 'runStarted':
      return { status: 'Running' };
    case 'phaseStarted':
      return {
        status: 'Running',
        phase: transition.phase,
        checkKind: null,
        progress: atLeast(task, taskPhases[transition.phase].from),
      };
    case 'progressed':
      return {
        progress: atLeast(task, Math.min(transition.progress, 80)),
        ...(transition.check && { checkKind: transition.check }),
      };
    case 'publishing':
      if (task.cancelRequestedAt !== null) {
        throw new TransitionRefusedError(task, transition);
      }
      return {
        phase: 'publish',
        checkKind: null,
        progress: atLeast(task, taskPhases.publish.from),
        publishingSince: task.publishingSince ?? now,
      };
    case 'cancelRequested':
      if (task.publishingSince !== null) {
        throw new TransitionRefusedError(task, transition);
      }
      return {
        cancelRequestedAt: task.cancelRequestedAt ?? now,
        cancelRequestedBy: task.cancelRequestedBy ?? transition.by,
      };
    case 'ended':
      // What is written to the code host by then is not taken back.
      if (task.publishingSince !== null && isTooLate(transition.outcome)) {
        throw new TransitionRefusedError(task, transition);
      }
      return ended(transition, now);
    default:
      return transition satisfies never;
  }
}

function isTooLate(outcome: TaskOutcome): boolean {
  return outcome === 'cancelled' || outcome === 'deadlineExceeded';
}

function ended(
  transition: Extract<Transition, { type: 'ended' }>,
  now: number,
): TaskPatch {
  const completed =
    transition.outcome === 'pullRequest' || transition.outcome === 'noChanges';
  return {
    status: taskOutcomes[transition.outcome].status,
    outcome: transition.outcome,
    error: transition.error ?? null,
    completedAt: now,
    ...(completed && { progress: 100, checkKind: null }),
    ...(transition.outcome === 'pullRequest' && { phase: 'done' as const }),
  };
}

function atLeast(task: Task, progress: number): number {
  return Math.max(task.progress, progress);
}

/** The words for where the task is. */
export function currentPhaseOf(
  task: Pick<Task, 'outcome' | 'phase' | 'checkKind'>,
): string {
  if (task.outcome === 'noChanges') return 'No changes needed';
  return currentPhaseTitle(task.phase, task.checkKind ?? undefined);
}

/** Whether a cancel was asked for and is not yet done. */
export function isStopping(
  task: Pick<Task, 'cancelRequestedAt' | 'status'>,
): boolean {
  return task.cancelRequestedAt !== null && !isFinalStatus(task.status);
}
