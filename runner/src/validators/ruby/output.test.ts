import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Ruby tools', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'RuboCop',
      'rubocop',
      'lint',
      [
        'lib/a.rb:3:5: C: [Correctable] Style/StringLiterals: Prefer single-quoted strings.',
        '  x = "a"',
        '      ^^^',
        '',
        '1 file inspected, 1 offense detected, 1 offense autocorrectable',
      ],
      {
        failures: [
          {
            file: 'lib/a.rb',
            line: 3,
            rule: 'Style/StringLiterals',
            message: 'Prefer single-quoted strings.',
          },
        ],
      },
    ],
    [
      'RSpec',
      'bundle exec rspec',
      'test',
      [
        'Failures:',
        '',
        '  1) A adds',
        '     Failure/Error: expect(A.add(1, 2)).to eq(3)',
        '',
        '       expected: 3',
        '            got: -1',
        "     # ./spec/a_spec.rb:5:in `block (2 levels)'",
        '',
        'Finished in 0.01 seconds',
        '2 examples, 1 failure',
        '',
        'Failed examples:',
        '',
        'rspec ./spec/a_spec.rb:4 # A adds',
      ],
      {
        testCount: 2,
        failures: [
          {
            file: './spec/a_spec.rb',
            line: 4,
            rule: 'A adds',
            message: 'expected: 3',
          },
        ],
      },
    ],
    [
      'Minitest',
      'rails test',
      'test',
      [
        '  1) Failure:',
        'ATest#test_adds [test/a_test.rb:5]:',
        'Expected: 3',
        '  Actual: -1',
        '',
        '2 runs, 2 assertions, 1 failures, 0 errors, 0 skips',
      ],
      {
        testCount: 2,
        failures: [
          {
            file: 'test/a_test.rb',
            line: 5,
            rule: 'ATest#test_adds',
            message: 'Expected: 3',
          },
        ],
      },
    ],
    [
      'no example',
      'rspec',
      'test',
      ['No examples found.', '', '0 examples, 0 failures'],
      { ranNothing: true },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
