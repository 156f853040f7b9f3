import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import type { PhaseStarts } from '../../live';
import type { PhaseStep } from './phaseSteps';

/** A step with the time that it took or has taken so far; undefined where that is not known. */
export type TimedStep = PhaseStep & { durationMs: number | undefined };

/**
 * How long each phase took: from its first event to that of the next one.
 *
 * @param now - milliseconds since 1970
 */
export function timeSteps(
  steps: readonly PhaseStep[],
  starts: PhaseStarts,
  task: BackgroundTask,
  now: number,
): TimedStep[] {
  const begins = steps.map(({ phase, state }) => {
    const start = starts[phase];
    const begun = start !== undefined && state !== 'waiting';
    return begun && state !== 'skipped' ? Date.parse(start) : undefined;
  });
  const end = endOf(task, now);
  return steps.map((step, index) => {
    const begin = begins[index];
    const next = begins.slice(index + 1).find(time => time !== undefined);
    const until = next ?? (step.state === 'waiting' ? undefined : end);
    if (begin === undefined || until === undefined) {
      return { ...step, durationMs: undefined };
    }
    // The clocks of browser and backend may differ.
    return { ...step, durationMs: Math.max(0, until - begin) };
  });
}

function endOf(task: BackgroundTask, now: number): number | undefined {
  if (!isFinalStatus(task.status)) return now;
  return task.completedAt ? Date.parse(task.completedAt) : undefined;
}
