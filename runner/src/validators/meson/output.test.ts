import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Meson', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'its tests',
      'meson test -C build',
      'test',
      [
        "ninja: Entering directory `bd'",
        '[1/2] Compiling C++ object t.p/t.cpp.o',
        '[2/2] Linking target t',
        '1/2 a:good OK              0.02s',
        '2/2 a:bad  FAIL            0.02s   exit status 1',
        '',
        '',
        'Ok:                1   ',
        'Fail:              1   ',
        '',
        'Full log written to bd/meson-logs/testlog.txt',
      ],
      { testCount: 2, failures: [{ rule: 'a:bad', message: 'FAIL' }] },
    ],
    [
      'no test',
      'meson test -C build',
      'test',
      ['No tests defined.'],
      { ranNothing: true },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
