import type { LogLine } from '../../live';
import { findPhaseStarts, takeRows, withoutAnsi } from './rows';

function line(position: number, phase: LogLine['phase']): LogLine {
  const time = '2026-01-01T00:00:00.000Z';
  return { position, time, phase, stream: 'stdout', text: `line ${position}` };
}

describe('takeRows', () => {
  const lines = [
    line(1, 'clone'),
    line(2, 'agent'),
    line(3, 'agent'),
    line(4, 'validate'),
  ];
  const starts = findPhaseStarts(lines);
  const all = takeRows(lines, starts, 0, 100);

  it('puts a heading before the first line of each phase', () => {
    expect(
      all.map(row => (row.kind === 'phase' ? row.title : row.line.text)),
    ).toEqual([
      'Cloning repository',
      'line 1',
      'Generating changes',
      'line 2',
      'line 3',
      'Running linters',
      'line 4',
    ]);
  });

  it('makes of each window what stands there in the whole', () => {
    for (let from = 0; from <= all.length; from++) {
      for (let to = from; to <= all.length; to++) {
        expect(takeRows(lines, starts, from, to)).toEqual(all.slice(from, to));
      }
    }
  });
});

describe('withoutAnsi', () => {
  it('leaves the words and takes the colours', () => {
    expect(withoutAnsi('\u001b[1;31merror\u001b[0m: no')).toBe('error: no');
  });
});
