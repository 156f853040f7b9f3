import {
  isFinalStatus,
  taskPhases,
  type BackgroundTask,
  type TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';

type StepPhase = Exclude<TaskPhase, 'done'>;

/** A phase of a task, and how far the task is with it. */
export type PhaseStep = {
  phase: StepPhase;
  state: 'done' | 'active' | 'failed' | 'stopped' | 'waiting' | 'skipped';
};

const order: readonly StepPhase[] = [
  'initialize',
  'clone',
  'baseline',
  'agent',
  'collect',
  'validate',
  'publish',
];

/** The phases of a task in their order, each with its state. */
export function phaseSteps(task: BackgroundTask): PhaseStep[] {
  const reached = reachedIndex(task);
  return order.map((phase, index) => ({
    phase,
    state: stateOf(task, index, reached),
  }));
}

function stateOf(
  task: BackgroundTask,
  index: number,
  reached: number,
): PhaseStep['state'] {
  if (task.outcome === 'noChanges') {
    return index <= order.indexOf('collect') ? 'done' : 'skipped';
  }
  if (task.status === 'Completed' || index < reached) return 'done';
  if (index > reached)
    return isFinalStatus(task.status) ? 'skipped' : 'waiting';
  if (task.status === 'Stopped') return 'stopped';
  return isFinalStatus(task.status) ? 'failed' : 'active';
}

// A task that has ended may say `done`: its progress then tells where it ended.
function reachedIndex(task: BackgroundTask): number {
  const { phase } = task;
  if (phase !== 'done') return order.indexOf(phase);
  return order.findLastIndex(
    candidate => taskPhases[candidate].from <= task.progress,
  );
}
