import { readingOf } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

// What the real programs print.
describe('failures of Python tools', () => {
  it.each<
    [string, string, PlannedCommand['kind'], string[], Partial<CommandWords>]
  >([
    [
      'Ruff',
      'ruff check .',
      'lint',
      [
        '  |',
        '',
        'F401 [*] `os` imported but unused',
        ' --> app.py:1:8',
        '  |',
        '1 | import os',
        '  |        ^^',
        '2 | def add(a: int, b: int) -> int:',
        '3 |     return  "x"',
        '  |',
        'help: Remove unused import: `os`',
        '  |',
      ],
      {
        failures: [
          {
            file: 'app.py',
            line: 1,
            rule: 'F401',
            message: '`os` imported but unused',
          },
        ],
      },
    ],
    [
      'Ruff, in short',
      'ruff check --output-format concise',
      'lint',
      ['app.py:1:8: F401 [*] `os` imported but unused'],
      {
        failures: [
          {
            file: 'app.py',
            line: 1,
            rule: 'F401',
            message: '`os` imported but unused',
          },
        ],
      },
    ],
    [
      "Ruff's formatter",
      'ruff format --check',
      'format',
      [
        'unformatted: File would be reformatted',
        ' --> app.py:2:1',
        '  |',
        '1 | import os',
      ],
      {
        failures: [
          {
            file: 'app.py',
            message: 'is not laid out as the formatter does it',
          },
        ],
      },
    ],
    [
      'Black',
      'black --check .',
      'format',
      ['would reformat app.py', '', 'Oh no!', '2 files would be reformatted.'],
      {
        failures: [
          {
            file: 'app.py',
            message: 'is not laid out as the formatter does it',
          },
        ],
      },
    ],
    [
      'Flake8',
      'flake8',
      'lint',
      [
        "./app.py:1:1: F401 'os' imported but unused",
        './app.py:2:1: E302 expected 2 blank lines, found 0',
      ],
      {
        failures: [
          {
            file: './app.py',
            line: 1,
            rule: 'F401',
            message: "'os' imported but unused",
          },
          {
            file: './app.py',
            line: 2,
            rule: 'E302',
            message: 'expected 2 blank lines, found 0',
          },
        ],
      },
    ],
    [
      'Pylint',
      'pylint app.py',
      'lint',
      [
        '************* Module app',
        'app.py:4:0: C0305: Trailing newlines (trailing-newlines)',
        'app.py:1:0: C0114: Missing module docstring (missing-module-docstring)',
      ],
      {
        failures: [
          {
            file: 'app.py',
            line: 4,
            rule: 'C0305',
            message: 'Trailing newlines (trailing-newlines)',
          },
          {
            file: 'app.py',
            line: 1,
            rule: 'C0114',
            message: 'Missing module docstring (missing-module-docstring)',
          },
        ],
      },
    ],
    [
      'mypy',
      'mypy app.py',
      'typecheck',
      [
        'app.py:3: error: Incompatible return value type (got "str", expected "int")  [return-value]',
        'Found 1 error in 1 file (checked 1 source file)',
      ],
      {
        failures: [
          {
            file: 'app.py',
            line: 3,
            rule: 'return-value',
            message:
              'Incompatible return value type (got "str", expected "int")',
          },
        ],
      },
    ],
    [
      'pytest',
      'pytest',
      'test',
      [
        '=================================== FAILURES ===================================',
        '___________________________________ test_bad ___________________________________',
        '',
        '    def test_bad():',
        '>       assert 1 == 2, "numbers differ"',
        'E       AssertionError: numbers differ',
        'E       assert 1 == 2',
        '',
        'tests/test_app.py:8: AssertionError',
        '_________________________________ test_many[2] _________________________________',
        '',
        'n = 2',
        '',
        '    @pytest.mark.parametrize("n", [1, 2])',
        '    def test_many(n):',
        '>       assert n == 1',
        'E       assert 2 == 1',
        '',
        'tests/test_app.py:12: AssertionError',
        '_________________________________ Case.test_x __________________________________',
        '',
        'self = <test_app.Case testMethod=test_x>',
        '',
        '    def test_x(self):',
        '>       self.assertEqual(1, 2)',
        'E       AssertionError: 1 != 2',
        '',
        'tests/test_app.py:16: AssertionError',
        '=========================== short test summary info ============================',
        'FAILED tests/test_app.py::test_bad - AssertionError: numbers differ',
        'FAILED tests/test_app.py::test_many[2] - assert 2 == 1',
        'FAILED tests/test_app.py::Case::test_x - AssertionError: 1 != 2',
        '========================= 3 failed, 2 passed in 0.03s ==========================',
      ],
      {
        testCount: 5,
        failures: [
          {
            file: 'tests/test_app.py',
            rule: 'test_bad',
            message: 'AssertionError: numbers differ',
          },
          {
            file: 'tests/test_app.py',
            rule: 'test_many[2]',
            message: 'assert 2 == 1',
          },
          {
            file: 'tests/test_app.py',
            rule: 'Case::test_x',
            message: 'AssertionError: 1 != 2',
          },
        ],
      },
    ],
    [
      'pytest, where it does not list them',
      'pytest -rs',
      'test',
      [
        '=================================== FAILURES ===================================',
        '_________________________________ Case.test_x __________________________________',
        '',
        'tests/test_app.py:16: ',
        '_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _',
        'E       app.ConnectError: [Errno -2] Name or service not known',
        '',
        'app/transport.py:118: ConnectError',
        '=========================== short test summary info ============================',
        'SKIPPED [1] tests/test_app.py:273: later',
        '================== 1 failed, 14 passed, 1 skipped in 41.62s ==================',
      ],
      {
        testCount: 15,
        failures: [
          {
            file: 'tests/test_app.py',
            line: 16,
            rule: 'Case.test_x',
            message: 'app.ConnectError: [Errno -2] Name or service not known',
          },
        ],
      },
    ],
    [
      'pytest without a test',
      'pytest -k nothing',
      'test',
      [
        '============================= test session starts ==============================',
        'platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0',
        'rootdir: /tmp/eco/rec/py',
        'plugins: platformdirs-4.14.7',
        'collected 5 items / 5 deselected / 0 selected',
        '',
        '============================ 5 deselected in 0.01s =============================',
      ],
      { ranNothing: true, testCount: 0 },
    ],
    [
      'unittest',
      'python -m unittest',
      'test',
      [
        'F',
        '======================================================================',
        'FAIL: test_x (test_app.Case.test_x)',
        '----------------------------------------------------------------------',
        'Traceback (most recent call last):',
        '  File "tests/test_app.py", line 16, in test_x',
        '    self.assertEqual(1, 2)',
        'AssertionError: 1 != 2',
        '',
        '----------------------------------------------------------------------',
        'Ran 1 test in 0.000s',
        '',
        'FAILED (failures=1)',
      ],
      {
        testCount: 1,
        failures: [
          {
            file: 'tests/test_app.py',
            line: 16,
            rule: 'test_x (test_app.Case.test_x)',
            message: 'AssertionError: 1 != 2',
          },
        ],
      },
    ],
    [
      'unittest without a test',
      'python -m unittest',
      'test',
      [
        '',
        '----------------------------------------------------------------------',
        'Ran 0 tests in 0.000s',
        '',
        'NO TESTS RAN',
      ],
      { ranNothing: true, testCount: 0 },
    ],
  ])('are read of %s', async (_, command, kind, lines, expected) => {
    const words = await readingOf(command, lines.join('\n'), kind);

    expect(words).toMatchObject({ ranNothing: false, ...expected });
  });
});
