import type { TaskPhase } from '@background-tasks/plugin-background-tasks-common';
import type { LogLevel, LogLine } from '../../live';

/** What of a log is shown. */
export type LogFilter = {
  hiddenLevels: ReadonlySet<LogLevel>;
  hiddenPhases: ReadonlySet<TaskPhase>;
};

/** What stands in one row: the line of that index, or the heading of the phase that begins with it. */
export type LogRow = { kind: 'phase' | 'line'; index: number };

/** Whether a line is shown. */
export function isShown(
  { level, phase }: LogLine,
  { hiddenLevels, hiddenPhases }: LogFilter,
): boolean {
  return !hiddenLevels.has(level) && !hiddenPhases.has(phase);
}

/** The rows of a growing log under one filter. Only lines that are new are looked at. */
export class LogRowIndex {
  /** A line's index, or -1 - index for the heading before it: numbers, as there may be 100,000 of them. */
  private readonly rows: number[] = [];
  private headings = 0;
  private scanned = 0;
  private phase: TaskPhase | undefined;

  constructor(
    private readonly lines: readonly LogLine[],
    private readonly filter: LogFilter,
  ) {}

  /** How many rows there are. */
  get length(): number {
    return this.rows.length;
  }

  /** How many of them are lines. */
  get lineCount(): number {
    return this.rows.length - this.headings;
  }

  /** Takes in the first `count` lines. */
  extend(count: number): this {
    for (; this.scanned < count; this.scanned++) {
      const line = this.lines[this.scanned];
      if (!isShown(line, this.filter)) continue;
      if (line.phase !== this.phase) {
        this.phase = line.phase;
        this.headings++;
        this.rows.push(-1 - this.scanned);
      }
      this.rows.push(this.scanned);
    }
    return this;
  }

  at(row: number): LogRow | undefined {
    const value = this.rows.at(row);
    if (value === undefined) return undefined;
    return value < 0
      ? { kind: 'phase', index: -1 - value }
      : { kind: 'line', index: value };
  }

  /** The row of a line; of the next one that is shown where it is not. */
  rowOf(index: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const value = this.rows[middle];
      if (value >= 0 ? value < index : -1 - value <= index) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, Math.max(0, this.rows.length - 1));
  }

  /** The indices of all lines that are shown. */
  shownLines(): number[] {
    return this.rows.filter(value => value >= 0);
  }
}
