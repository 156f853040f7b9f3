import type {
  BackgroundTaskEvent,
  TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';

/** Seconds per phase of a task, and in total. */
export type Durations = Partial<Record<TaskPhase | 'total', number>>;

/** Reads from a task's events how long each of its phases took. */
export class PhaseClock {
  private readonly begins: { phase: TaskPhase; time: number }[] = [];
  private last = 0;

  /** Takes in the next event. */
  see(event: BackgroundTaskEvent): void {
    const time = Date.parse(event.time);
    this.last = Math.max(this.last, time);
    if (this.begins.at(-1)?.phase === event.phase) return;
    this.begins.push({ phase: event.phase, time });
  }

  /** What it knows by now. */
  durations(): Durations {
    const durations: Durations = {};
    for (const [index, begin] of this.begins.entries()) {
      const end = this.begins[index + 1]?.time ?? this.last;
      const before = durations[begin.phase] ?? 0;
      durations[begin.phase] = inSeconds(end - begin.time) + before;
    }
    const first = this.begins[0]?.time ?? this.last;
    return { ...durations, total: inSeconds(this.last - first) };
  }
}

function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
