import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of CMake', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'CTest',
      'ctest --test-dir build',
      'test',
      [
        'Internal ctest changing into directory: build',
        'Test project build',
        '    Start 1: good',
        '1/2 Test #1: good .............................   Passed    0.00 sec',
        '    Start 2: bad',
        '2/2 Test #2: bad ..............................***Failed    0.00 sec',
        '',
        '50% tests passed, 1 tests failed out of 2',
        '',
        'Total Test time (real) =   0.00 sec',
        '',
        'The following tests FAILED:',
        '\t  2 - bad (Failed)',
        'Errors while running CTest',
        'Output from these tests are in: build/Testing/Temporary/LastTest.log',
        'Use "--rerun-failed --output-on-failure" to re-run the failed cases verbosely.',
      ],
      { testCount: 2, failures: [{ rule: 'bad', message: 'Failed' }] },
    ],
    [
      'CTest without a test',
      'ctest --test-dir build',
      'test',
      ['Test project /w/build', 'No tests were found!!!'],
      { ranNothing: true },
    ],
    [
      'the compiler',
      'cmake --build build',
      'build',
      [
        '[ 50%] Building CXX object CMakeFiles/t.dir/t.cpp.o',
        't.cpp: In function ‘int main()’:',
        't.cpp:1:21: error: ‘x’ was not declared in this scope',
        '    1 | int main() { return x; }',
      ],
      {
        failures: [
          {
            file: 't.cpp',
            line: 1,
            message: '‘x’ was not declared in this scope',
          },
        ],
      },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
