import type { DiffLine } from './parseDiff';

/** One row of a diff side by side: the line before and the line after, or something that goes over both. */
export type SplitRow =
  | { kind: 'across'; index: number }
  | { kind: 'pair'; before: number | undefined; after: number | undefined };

/** Puts deleted lines beside those that came instead. The numbers are indices of `lines`. */
export function splitRows(lines: readonly DiffLine[]): SplitRow[] {
  const rows: SplitRow[] = [];
  let deleted: number[] = [];
  let added: number[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(deleted.length, added.length); at++) {
      rows.push({ kind: 'pair', before: deleted[at], after: added[at] });
    }
    deleted = [];
    added = [];
  };
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'delete') {
      if (added.length > 0) flush();
      deleted.push(index);
    } else if (kind === 'add') {
      added.push(index);
    } else if (kind === 'context') {
      flush();
      rows.push({ kind: 'pair', before: index, after: index });
    } else {
      // The end of a file without a line feed belongs to the line before it: pairs stay pairs.
      if (kind === 'hunk') flush();
      if (kind === 'hunk') rows.push({ kind: 'across', index });
    }
  }
  flush();
  return rows;
}
