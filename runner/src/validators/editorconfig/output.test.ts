import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of the checker of .editorconfig', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'its lines',
      'editorconfig-checker',
      'lint',
      [
        'src/a.ts:',
        '\t3: Wrong indentation type (spaces instead of tabs)',
        '\tFinal newline expected',
      ],
      {
        failures: [
          {
            file: 'src/a.ts',
            line: 3,
            message: 'Wrong indentation type (spaces instead of tabs)',
          },
          { file: 'src/a.ts', message: 'Final newline expected' },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
