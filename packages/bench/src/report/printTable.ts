import type { ReportRow } from './Report';

/** The rows as a Markdown table, its columns aligned. */
export function printTable(rows: ReportRow[]): string {
  const head = ['', 'ours', 'peer', 'floor', 'x floor', 'ahead', 'target'];
  const lines = rows.map(row => [
    `${row.title}${unitOf(row)}`,
    figure(row.ours),
    figure(row.peer),
    figure(row.floor),
    ratio(row.overFloor),
    ratio(row.aheadOfPeer),
    row.target ?? '',
  ]);
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...lines.map(line => line[column].length)),
  );
  const print = (cells: string[]) =>
    `| ${cells
      .map((cell, column) =>
        isText(column)
          ? cell.padEnd(widths[column])
          : cell.padStart(widths[column]),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [print(head), print(rule), ...lines.map(print)].join('\n');
}

function isText(column: number): boolean {
  return column === 0 || column === 6;
}

function unitOf({ unit }: ReportRow): string {
  return unit === 'events' ? '' : ` (${unit})`;
}

function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2).replace(/\.0+$/, '');
}

function ratio(value: number | undefined): string {
  if (value === undefined) return '';
  return Number.isFinite(value) ? `${value.toFixed(1)}x` : 'beyond';
}
