import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Maven', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'Surefire',
      'mvn verify',
      'test',
      [
        '[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.051 s <<< FAILURE! -- in ATest',
        '[ERROR] Failures: ',
        '[ERROR]   ATest.adds:4 expected: <3> but was: <-1>',
        '[ERROR] Errors: ',
        '[ERROR]   ATest.throwsUp:6 IllegalState oh',
        '[INFO] ',
        '[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0',
        '[INFO] ',
      ],
      {
        testCount: 3,
        failures: [
          {
            line: 4,
            rule: 'ATest.adds',
            message: 'expected: <3> but was: <-1>',
          },
          { line: 6, rule: 'ATest.throwsUp', message: 'IllegalState oh' },
        ],
      },
    ],
    [
      'the compiler',
      'mvn compile',
      'build',
      [
        '[ERROR] COMPILATION ERROR : ',
        '[ERROR] src/main/java/A.java:[1,26] incompatible types: java.lang.String cannot be converted to int',
      ],
      {
        failures: [
          {
            file: 'src/main/java/A.java',
            line: 1,
            message:
              'incompatible types: java.lang.String cannot be converted to int',
          },
        ],
      },
    ],
    [
      'no test',
      'mvn test',
      'test',
      ['[INFO] No tests to run.'],
      { ranNothing: true },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
