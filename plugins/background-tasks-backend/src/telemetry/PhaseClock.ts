import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import type { TaskCommit } from '../store';
import type { EndedPhase } from './TaskTelemetry';

/**
 * Finds out from a run's commits how long its phases took. The times are those of the run's own events, so that a run
 * that is read all at once after a restart is measured as if it had been followed.
 */
export class PhaseClock {
  private readonly onEnded: (ended: EndedPhase) => void;
  private readonly startedAt = new Map<string, number>();
  private previousEnd: number | undefined;

  constructor(onEnded: (ended: EndedPhase) => void) {
    this.onEnded = onEnded;
  }

  observe(commit: TaskCommit, now: number): void {
    for (const transition of commit.transitions ?? []) {
      if (transition.type !== 'phaseStarted') continue;
      this.startedAt.set(transition.phase, now);
    }
    for (const event of commit.runnerEvents?.events ?? []) {
      const time = Date.parse(event.time);
      this.startedBy(event.phase, time);
      if (event.type === 'outcome') {
        this.end(event.phase, event.outcome, time);
      }
    }
  }

  /** A phase that was read late began no later than its first event. */
  private startedBy(phase: RunnerPhase, time: number): void {
    const known = this.startedAt.get(phase);
    // Taken up in the middle of the phase: when it began is not known here.
    if (known === undefined) return;
    const latest = Math.min(known, time);
    const earliest = this.previousEnd;
    this.startedAt.set(
      phase,
      earliest !== undefined && latest < known ? earliest : latest,
    );
  }

  private end(phase: RunnerPhase, outcome: string, to: number): void {
    const from = this.startedAt.get(phase);
    this.startedAt.delete(phase);
    this.previousEnd = to;
    if (from === undefined) return;
    this.onEnded({ phase, outcome, from: Math.min(from, to), to });
  }
}
