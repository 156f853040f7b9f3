import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Gradle', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'its tests',
      './gradlew test',
      'test',
      [
        '> Task :test FAILED',
        '',
        'ATest > adds() FAILED',
        '    org.opentest4j.AssertionFailedError at ATest.java:8',
        '',
        '3 tests completed, 1 failed',
      ],
      {
        testCount: 3,
        failures: [
          {
            file: 'ATest.java',
            line: 8,
            rule: 'ATest > adds()',
            message: 'org.opentest4j.AssertionFailedError',
          },
        ],
      },
    ],
    [
      'Kotlin',
      'gradle assemble',
      'build',
      ['e: file:///w/src/A.kt:3:5 Unresolved reference: x'],
      {
        failures: [
          { file: '/w/src/A.kt', line: 3, message: 'Unresolved reference: x' },
        ],
      },
    ],
    [
      'no test',
      'gradle test',
      'test',
      ['> Task :test NO-SOURCE', 'BUILD SUCCESSFUL in 1s'],
      { ranNothing: true },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
