import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of PHP tools', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'PHPUnit',
      'vendor/bin/phpunit',
      'test',
      [
        'There was 1 failure:',
        '',
        '1) App\\ATest::testAdds',
        'Failed asserting that -1 matches expected 3.',
        '',
        '/w/tests/ATest.php:9',
        '',
        'FAILURES!',
        'Tests: 2, Assertions: 2, Failures: 1.',
      ],
      {
        testCount: 2,
        failures: [
          {
            file: '/w/tests/ATest.php',
            line: 9,
            rule: 'App\\ATest::testAdds',
            message: 'Failed asserting that -1 matches expected 3.',
          },
        ],
      },
    ],
    [
      'PHPUnit without a test',
      'phpunit',
      'test',
      ['No tests executed!'],
      { ranNothing: true },
    ],
    [
      'PHP_CodeSniffer',
      'phpcs src',
      'lint',
      [
        'FILE: src/A.php',
        '----------------------------------------------',
        'FOUND 1 ERROR AFFECTING 1 LINE',
        '----------------------------------------------',
        ' 3 | ERROR | [x] Space after opening parenthesis (PSR12.A.B)',
        '----------------------------------------------',
      ],
      {
        failures: [
          {
            file: 'src/A.php',
            line: 3,
            rule: 'PSR12.A.B',
            message: 'Space after opening parenthesis',
          },
        ],
      },
    ],
    [
      'PHPStan',
      'phpstan analyse',
      'typecheck',
      [
        ' ------ --------------------------',
        '  Line   src/A.php',
        ' ------ --------------------------',
        '  5      Method A::add() should return int',
        '         but returns string.',
        '         🪪  return.type',
        ' ------ --------------------------',
        '',
        ' [ERROR] Found 1 error',
      ],
      {
        failures: [
          {
            file: 'src/A.php',
            line: 5,
            rule: 'return.type',
            message: 'Method A::add() should return int but returns string.',
          },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
