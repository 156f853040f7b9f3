import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `src/a.py:3:5: F401 [*] …`, and the form of two lines: `F401 [*] …`, then ` --> src/a.py:3:5`. */
export const readRuff: OutputReader = lines => {
  const failures: CommandFailure[] = [
    ...matchLines(
      lines,
      /^(?<file>[^\s:][^:]*\.\w+):(?<line>\d+):\d+: (?<rule>[A-Z]+\d+|SyntaxError|invalid-syntax):? (?:\[\*\] )?(?<message>.*)$/,
    ),
    ...matchLines(lines, /^Would reformat: (?<file>.+?)$/).map(unformatted),
  ];
  for (const [index, line] of lines.entries()) {
    const [, file, at] = /^\s*--> (.+?):(\d+):\d+$/.exec(line) ?? [];
    if (file === undefined) continue;
    const [, rule, message] =
      /^([A-Z]+\d+|[a-z][a-z-]+):? (?:\[\*\] )?(.*)$/.exec(
        lines[index - 1] ?? '',
      ) ?? [];
    if (rule === undefined || rule === 'unformatted') {
      failures.push(unformatted({ file, message: '' }));
      continue;
    }
    failures.push({ file, line: Number(at), rule, message });
  }
  return { failures };
};

/** Black, isort: `would reformat src/a.py`, `ERROR: /…/a.py Imports are incorrectly sorted…`. */
export const readBlack: OutputReader = lines => ({
  failures: [
    ...matchLines(
      lines,
      /^would reformat (?<file>(?!.*\bfiles?\b.*would be left).+)$/,
    ).map(unformatted),
    ...matchLines(
      lines,
      /^ERROR: (?<file>\S+\.pyi?) (?<message>Imports are incorrectly sorted.*)$/,
    ),
    ...matchLines(
      lines,
      /^error: cannot format (?<file>[^:]+): (?<message>.*)$/,
    ),
  ],
});

/** `src/a.py:3:5: E501 line too long`; pycodestyle and pyflakes print alike. */
export const readFlake8: OutputReader = lines => ({
  failures: matchLines(
    lines,
    /^(?<file>[^\s:][^:]*\.\w+):(?<line>\d+):(?:\d+:)? (?<rule>[A-Z]+\d+) (?<message>.*)$/,
  ),
});

/** `src/a.py:3:4: C0114: Missing module docstring (missing-module-docstring)` */
export const readPylint: OutputReader = lines => ({
  failures: matchLines(
    lines,
    /^(?<file>[^\s:][^:]*\.py):(?<line>\d+):\d+: (?<rule>[A-Z]\d{4}): (?<message>.*)$/,
  ),
});

/** mypy `a.py:3: error: … [code]`, pyright `  /…/a.py:3:5 - error: … (rule)`, and `error[rule]: …` with the place below. */
export const readMypy: OutputReader = lines => {
  const failures = [
    ...matchLines(
      lines,
      /^(?<file>[^\s:][^:]*\.pyi?):(?<line>\d+):(?:\d+:)? error: (?<message>.*?)(?: {2}\[(?<rule>[\w-]+)\])?$/,
    ),
    ...matchLines(
      lines,
      /^\s*(?<file>\S[^:]*\.pyi?):(?<line>\d+):\d+ - error: (?<message>.*?)(?: \((?<rule>report\w+)\))?$/,
    ),
  ];
  for (const [index, line] of lines.entries()) {
    const [, file, at] = /^\s*--> (.+?):(\d+):\d+$/.exec(line) ?? [];
    const [, rule, message] =
      /^(?:error|ERROR)\[?([\w-]*)\]?:? (.*)$/.exec(lines[index - 1] ?? '') ??
      [];
    if (file !== undefined && message !== undefined) {
      failures.push({ file, line: Number(at), ...(rule && { rule }), message });
    }
  }
  return { failures };
};

const SUMMARY =
  /^=*\s*((?:\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?|rerun|subtests passed)(?:, )?)+).*? in [\d.]+s.*=*$/;

/** The short summary, `FAILED tests/a.py::test_x - message`, and the last line, `== 1 failed, 2 passed in 0.1s ==`. */
export const readPytest: OutputReader = lines => {
  const listed = matchLines(
    lines,
    /^(?:FAILED|ERROR) (?<file>[^:\s]+\.\w+)(?:::(?<rule>.*?))?(?: - (?<message>.*))?$/,
  ).map(failure => ({ ...failure, message: failure.message || 'failed' }));
  // `-r` can leave the list out.
  const failures = listed.length > 0 ? listed : detailed(lines);
  let testCount: number | undefined;
  for (const line of lines) {
    const summary = SUMMARY.exec(line)?.[1];
    if (summary === undefined) continue;
    const counts = summary.matchAll(
      /(\d+) (?:passed|failed|errors?|xfailed|xpassed)/g,
    );
    const sum = [...counts].reduce((total, [, one]) => total + Number(one), 0);
    testCount = (testCount ?? 0) + sum;
  }
  const none = lines.some(line =>
    /\bno tests (?:ran|collected)\b|^collected 0 items/.test(line),
  );
  return {
    failures,
    ...(testCount !== undefined && { testCount }),
    ...(none && testCount === undefined && { ranNothing: true }),
  };
};

/** `____ Case.test_x ____`, the error behind `E`, and at the end the place: `tests/a.py:3: Error`. */
function detailed(lines: readonly string[]): CommandFailure[] {
  const start = lines.findIndex(line =>
    /^=+ (?:FAILURES|ERRORS) =+$/.test(line),
  );
  const failures: CommandFailure[] = [];
  if (start < 0) return failures;
  for (const line of lines.slice(start + 1)) {
    if (/^=+ (?:short test summary|\d+ failed)/.test(line)) break;
    const rule = /^_{3,} (?:ERROR at \w+ of )?(\S.*?) _{3,}$/.exec(line)?.[1];
    if (rule) failures.push({ rule, message: '' });
    const failure = failures.at(-1);
    const error = /^E\s+(\S.*)$/.exec(line)?.[1];
    if (failure && error && !failure.message) failure.message = error;
    const [, file, at] = /^([^\s:]+\.py):(\d+):(?: \w+)?$/.exec(line) ?? [];
    const outside = /(?:^|\/)site-packages\//.test(file ?? '');
    // The first place is in the test, what follows is what it calls.
    if (failure && file && failure.file === undefined && !outside) {
      failure.file = file;
      failure.line = Number(at);
    }
  }
  return failures.map(one => ({ ...one, message: one.message || 'failed' }));
}

/** `FAIL: test_x (tests.test_a.Case.test_x)` with `File "…", line 3` below it, and `Ran 3 tests in 0.1s`. */
export const readUnittest: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const [, rule] = /^(?:FAIL|ERROR): (\S+(?: \([\w.]+\))?)/.exec(line) ?? [];
    if (rule === undefined || !/^=+$/.test(lines[index - 1] ?? '')) continue;
    failures.push(traceback(lines.slice(index + 1), rule));
  }
  const count = countOf(lines, /^Ran (\d+) tests? in /);
  return { failures, ...(count !== undefined && { testCount: count }) };
};

function traceback(lines: readonly string[], rule: string): CommandFailure {
  const failure: CommandFailure = { rule, message: 'failed' };
  for (const line of lines) {
    if (/^=+$/.test(line) || /^Ran \d+ test/.test(line)) break;
    const [, file, at] = /^\s*File "([^"]+)", line (\d+)/.exec(line) ?? [];
    if (file !== undefined && !file.includes('/lib/python')) {
      failure.file = file;
      failure.line = Number(at);
    } else if (/^\w[\w.]*(?:Error|Exception|Exit)?(?::|$)/.test(line)) {
      failure.message = line;
    }
  }
  return failure;
}

function unformatted(failure: CommandFailure): CommandFailure {
  return { ...failure, message: 'is not laid out as the formatter does it' };
}
