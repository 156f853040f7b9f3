import {
  taskPhases,
  type TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';
import type { LogLine } from '../../live';

/** What stands in one row of the log: a line, or the heading of the phase whose lines follow. */
export type LogRow =
  | { kind: 'phase'; title: string }
  | { kind: 'line'; number: number; line: LogLine };

/** The places where another phase begins: each is a row of its own, before the line of that index. */
export function findPhaseStarts(lines: readonly LogLine[]): number[] {
  const starts: number[] = [];
  let phase: TaskPhase | undefined;
  for (let index = 0; index < lines.length; index++) {
    if (lines[index].phase !== phase) {
      phase = lines[index].phase;
      starts.push(index);
    }
  }
  return starts;
}

/** The rows `from` (inclusive) to `to` (exclusive), without making the others. */
export function takeRows(
  lines: readonly LogLine[],
  phaseStarts: readonly number[],
  from: number,
  to: number,
): LogRow[] {
  const rows: LogRow[] = [];
  let heading = 0;
  // The heading of the phase that begins at line s stands in row s + (headings before it).
  while (
    heading < phaseStarts.length &&
    phaseStarts[heading] + heading < from
  ) {
    heading++;
  }
  for (let row = from; row < to; row++) {
    if (phaseStarts[heading] + heading === row) {
      const { phase } = lines[phaseStarts[heading]];
      rows.push({ kind: 'phase', title: taskPhases[phase].title });
      heading++;
      continue;
    }
    const index = row - heading;
    if (index >= lines.length) break;
    rows.push({ kind: 'line', number: index + 1, line: lines[index] });
  }
  return rows;
}

const ESCAPE = String.fromCharCode(27);
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** A line without the codes for colours and cursor moves. */
export function withoutAnsi(text: string): string {
  return text.includes(ESCAPE) ? text.replace(ANSI, '') : text;
}
