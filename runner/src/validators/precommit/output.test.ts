import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of pre-commit', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'its hooks',
      'pre-commit run --all-files',
      'lint',
      [
        'trailing spaces..........................................................Failed',
        '- hook id: spaces',
        '- exit code: 1',
        '- files were modified by this hook',
        '',
        'Fixing a.txt',
        '',
        'my lint..................................................................Failed',
        '- hook id: lint',
        '- exit code: 1',
        '',
        'src/a.py:3:1: X1 bad',
        '',
        'fine.....................................................................Passed',
      ],
      {
        failures: [
          { file: 'a.txt', rule: 'spaces', message: 'was rewritten' },
          { file: 'src/a.py', line: 3, rule: 'lint', message: 'X1 bad' },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
