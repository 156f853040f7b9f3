import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Go tools', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'gofmt',
      'gofmt -l .',
      'format',
      ['a.go'],
      {
        failures: [
          { file: 'a.go', message: 'is not laid out as gofmt does it' },
        ],
      },
    ],
    [
      'vet',
      'go vet ./...',
      'lint',
      ['a.go:6:14: fmt.Printf format %d has arg "x" of wrong type string'],
      {
        failures: [
          {
            file: 'a.go',
            line: 6,
            message: 'fmt.Printf format %d has arg "x" of wrong type string',
          },
        ],
      },
    ],
    [
      'golangci-lint',
      'golangci-lint run',
      'lint',
      [
        'a.go:6:2: Error return value of `f.Close` is not checked (errcheck)',
        '\tf.Close()',
        '\t^',
        '1 issues:',
        '* errcheck: 1',
      ],
      {
        failures: [
          {
            file: 'a.go',
            line: 6,
            rule: 'errcheck',
            message: 'Error return value of `f.Close` is not checked',
          },
        ],
      },
    ],
    [
      'tests',
      'go test ./...',
      'test',
      [
        '%!d(string=x)',
        '%!d(string=x)',
        '--- FAIL: TestAdd (0.00s)',
        '    a_test.go:7: got -1',
        '--- FAIL: TestTable (0.00s)',
        '    --- FAIL: TestTable/one_case (0.00s)',
        '        a_test.go:12: no',
        'FAIL',
        'FAIL\texample.org/a\t0.003s',
        '?   \texample.org/a/b\t[no test files]',
        'FAIL',
      ],
      {
        failures: [
          { file: 'a_test.go', line: 7, rule: 'TestAdd', message: 'got -1' },
          {
            file: 'a_test.go',
            line: 12,
            rule: 'TestTable/one_case',
            message: 'no',
          },
        ],
      },
    ],
    [
      'tests, one by one',
      'go test -v ./...',
      'test',
      [
        '=== RUN   TestAdd',
        '%!d(string=x)',
        '%!d(string=x)',
        '    a_test.go:7: got -1',
        '--- FAIL: TestAdd (0.00s)',
        '=== RUN   TestTable',
        '=== RUN   TestTable/one_case',
        '    a_test.go:12: no',
        '=== RUN   TestTable/other',
        '--- FAIL: TestTable (0.00s)',
        '    --- FAIL: TestTable/one_case (0.00s)',
        '    --- PASS: TestTable/other (0.00s)',
        'FAIL',
        'FAIL\texample.org/a\t0.002s',
        '?   \texample.org/a/b\t[no test files]',
        'FAIL',
      ],
      { testCount: 4 },
    ],
    [
      'a package without tests',
      'go test ./b',
      'test',
      ['?   \texample.org/a/b\t[no test files]'],
      { ranNothing: true },
    ],
    [
      'the compiler',
      'go build ./...',
      'build',
      [
        '# example.org/a/b',
        'b/b.go:1:34: cannot use "a" (untyped string constant) as int value in return statement',
      ],
      {
        failures: [
          {
            file: 'b/b.go',
            line: 1,
            message:
              'cannot use "a" (untyped string constant) as int value in return statement',
          },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
