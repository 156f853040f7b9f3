import { readLogLine } from '../../live/readLogLine';
import type { LogLine } from '../../live';
import { readSegments } from './ansi';
import { LogRowIndex, type LogFilter } from './LogRowIndex';
import { markMatches, searchPattern } from './markMatches';

const ESC = String.fromCharCode(27);

function aLine(position: number, text: string, phase: LogLine['phase']) {
  return readLogLine({
    position,
    time: '2026-01-01T00:00:00.000Z',
    phase: phase === 'agent' ? 'agent' : 'clone',
    type: 'log',
    stream: 'stdout',
    text,
  });
}

describe('readLogLine', () => {
  it.each([
    ['npm ERR! code 1', 'error'],
    ['src/a.ts(3,1): error TS2322: no', 'error'],
    ['Tests: 1 failed, 3 passed', 'error'],
    ['Tests: 0 failed, 3 passed', 'output'],
    ['✖ 0 problems', 'error'],
    ['no errors, no warnings', 'output'],
    ['src/error.ts', 'output'],
    ['npm WARN deprecated', 'warning'],
  ])('reads off %j that it is %s', (text, level) => {
    expect(aLine(1, text, 'agent').level).toBe(level);
  });

  it('keeps what a terminal would show', () => {
    const line = aLine(
      1,
      `10 %\r${ESC}[2K${ESC}]8;;https://example.com${ESC}\\${ESC}[32m100 %${ESC}[0m\r`,
      'agent',
    );
    expect(line.plain).toBe('100 %');
    expect(line.text).toBe(`${ESC}[32m100 %${ESC}[0m`);
  });
});

describe('readSegments', () => {
  it('names the nearest of eight colours, and leaves markup as text', () => {
    const text = `${ESC}[1;91m<b>${ESC}[0m ${ESC}[38;5;46mgreen${ESC}[0m ${ESC}[48;2;250;10;10;30m!${ESC}[0m`;
    expect(
      readSegments(text).map(({ text: part, color, background, bold }) => [
        part,
        color,
        background,
        bold,
      ]),
    ).toEqual([
      ['<b>', 'red', undefined, true],
      [' ', undefined, undefined, false],
      ['green', 'green', undefined, false],
      [' ', undefined, undefined, false],
      ['!', 'black', 'red', false],
    ]);
  });
});

describe('markMatches', () => {
  it('finds what goes over a change of colour, in any case and as it is written', () => {
    const segments = readSegments(`a.${ESC}[31mB${ESC}[0mc A.b a?b`);
    const marked = markMatches(segments, searchPattern('a.b'));
    expect(marked.map(({ text, match }) => [text, match])).toEqual([
      ['a.', true],
      ['B', true],
      ['c ', false],
      ['A.b', true],
      [' a?b', false],
    ]);
  });
});

describe('LogRowIndex', () => {
  const lines = [
    aLine(1, 'one', 'clone'),
    aLine(2, 'error: two', 'agent'),
    aLine(3, 'three', 'agent'),
    aLine(4, 'four', 'clone'),
  ];
  const rowsOf = (filter: Partial<LogFilter>) => {
    const index = new LogRowIndex(lines, {
      hiddenLevels: new Set(),
      hiddenPhases: new Set(),
      ...filter,
    });
    index.extend(2).extend(4);
    const rows = Array.from({ length: index.length }, (_, row) =>
      index.at(row),
    );
    return { index, rows: rows.map(row => `${row?.kind} ${row?.index}`) };
  };

  it('puts a heading before the first line of each phase, and finds each line again', () => {
    const { index, rows } = rowsOf({});
    expect(rows).toEqual([
      'phase 0',
      'line 0',
      'phase 1',
      'line 1',
      'line 2',
      'phase 3',
      'line 3',
    ]);
    expect(lines.map((_, line) => index.rowOf(line))).toEqual([1, 3, 4, 6]);
  });

  it('leaves out what is hidden, and leads from there to what follows', () => {
    const { index, rows } = rowsOf({ hiddenLevels: new Set(['error']) });
    expect(rows).toEqual([
      'phase 0',
      'line 0',
      'phase 2',
      'line 2',
      'phase 3',
      'line 3',
    ]);
    // The heading of the next phase.
    expect(index.rowOf(1)).toBe(2);
    expect(index.shownLines()).toEqual([0, 2, 3]);
    expect(rowsOf({ hiddenPhases: new Set(['clone']) }).rows).toEqual([
      'phase 1',
      'line 1',
      'line 2',
    ]);
  });
});
