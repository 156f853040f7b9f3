import type { OutputReader, ToolWords } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

const NO_TESTS = /^\s*(?:No tests? (?:files? )?found\b|no test files found)/i;

/** ESLint's `stylish` (a heading per file), `unix` and `compact`; XO, Standard and Stylelint print alike. */
export const readEslint: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  let file: string | undefined;
  for (const line of lines) {
    const problem =
      /^\s+(\d+):\d+\s+(?:error|✖|×)\s+(.*?)(?:\s{2,}(\S+))?$/.exec(line);
    if (problem && file) {
      const [, number, message, rule] = problem;
      failures.push({
        ...{ file, line: Number(number), message },
        ...(rule && { rule }),
      });
    } else if (/^(?:\/|\.|[\w@])\S*\.\w+$/.test(line)) file = line;
  }
  return {
    failures: [
      ...failures,
      ...matchLines(
        lines,
        /^(?<file>\S[^:]*\.\w+):(?<line>\d+):\d+: (?<message>.*?)(?: \[Error(?:\/(?<rule>\S+))?\]| \((?<rule2>[^()]+)\))?$/,
      ).filter(({ message }) => message !== ''),
    ],
  };
};

/** `[warn] src/a.js`, or the names alone with `--list-different`. */
export const readPrettier: OutputReader = lines => ({
  failures: [
    ...matchLines(lines, /^\[warn\] (?<file>(?!Code style)\S.*\.\w+)$/),
    ...matchLines(
      lines,
      /^\[error\] (?<file>[^:]+): (?<message>.*) \((?<line>\d+):\d+\)$/,
    ),
    ...matchLines(lines, /^(?<file>[\w@./-]+\.\w+)(?: \(\d+m?s\))?$/),
  ].map(failure => ({
    ...failure,
    message: failure.message || 'is not laid out as the formatter does it',
  })),
});

/** `src/a.ts(3,5): error TS2322: …` and `src/a.ts:3:5 - error TS2322: …`. */
export const readTsc: OutputReader = lines => ({
  failures: [
    ...matchLines(
      lines,
      /^(?<file>\S[^(]*)\((?<line>\d+),\d+\): error (?<rule>TS\d+): (?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^(?<file>\S[^:]*):(?<line>\d+):\d+ - error (?<rule>TS\d+): (?<message>.*)$/,
    ),
    ...matchLines(lines, /^error (?<rule>TS\d+): (?<message>.*)$/),
  ],
});

/** `● suite › test`, with the place in the stack below it. */
export const readJest: OutputReader = lines => ({
  ...countedOf(lines, /^Tests:\s.*?(\d+) total\s*$/),
  failures: named(
    lines,
    /^\s*● (?!Console)(.+?)\s*$/,
    /\(?((?!.*node_modules)[^\s()]+\.[cm]?[jt]sx?):(\d+):\d+\)?$/,
  ),
});

/** `FAIL  src/a.test.ts > suite > test`, with the place behind `❯`. */
export const readVitest: OutputReader = lines => ({
  ...countedOf(lines, /^\s*Tests\s+.*\((\d+)\)\s*$/),
  failures: named(
    lines,
    /^\s*FAIL\s+(?:\|[^|]*\|\s*)?(\S.*?)\s*$/,
    /^\s*❯ ((?!.*node_modules)\S+?):(\d+):\d+/,
  ).filter(({ rule }) => rule?.includes(' > ')),
});

/** `  1) suite`, the test's name below it, then the message. */
export const readMocha: OutputReader = lines => {
  const passing = countOf(lines, /^\s*(\d+) passing\b/);
  const failing = countOf(lines, /^\s*(\d+) failing\b/) ?? 0;
  const start = lines.findIndex(line => /^\s*\d+ failing\b/.test(line));
  return {
    ...(passing !== undefined && { testCount: passing + failing }),
    failures:
      start < 0
        ? []
        : named(
            lines.slice(start),
            /^\s+\d+\) (.+?):?\s*$/,
            /\(?((?!.*node_modules)[^\s()]+\.[cm]?[jt]sx?):(\d+):\d+\)?$/,
          ),
  };
};

/** node:test, TAP and AVA: `# tests 3`, `ℹ tests 3`, `not ok 2 - name`, `✖ name`. */
export const readNodeTest: OutputReader = lines => {
  const count =
    countOf(lines, /^\s*(?:ℹ|#) tests (\d+)\s*$/) ??
    countOf(lines, /^\s*(\d+) tests? passed\s*$/);
  const failures = matchLines(
    lines,
    /^\s*(?:not ok \d+ - |✖ )(?<rule>(?!failing tests).*?)(?: \([\d.]+m?s\))?(?: # .*)?$/,
  );
  return {
    ...(count !== undefined && { testCount: count }),
    failures: failures.map(({ rule }) => ({ rule, message: 'failed' })),
  };
};

/** `src/a.ts:3:5 lint/style/useConst  FIXABLE  ━━━`, the message below it. */
export const readBiome: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const head =
      /^(\S+?)(?::(\d+):\d+)? ((?:lint|assist|parse|suppressions)\S*|format|organizeImports)\s.*━/.exec(
        line,
      );
    if (!head) continue;
    const [, file, number, rule] = head;
    const message = lines
      .slice(index + 1)
      .find(one => /^\s*[×✖!i]\s/.test(one));
    failures.push({
      ...{ file, rule },
      ...(number && { line: Number(number) }),
      message: message?.replace(/^\s*[×✖!i]\s+/, '') ?? rule,
    });
  }
  return { failures };
};

/** `× eslint(no-debugger): …` with the place in the frame below it. */
export const readOxlint: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const head = /^\s*[×x⚠!] ([\w-]+\([\w-]+\)): (.*)$/.exec(line);
    if (!head) continue;
    const place = lines
      .slice(index + 1, index + 4)
      .map(one => /[╭,][─-]+\[([^\]:]+):(\d+):\d+\]/.exec(one))
      .find(Boolean);
    failures.push({
      ...(place && { file: place[1], line: Number(place[2]) }),
      ...{ rule: head[1], message: head[2] },
    });
  }
  return { failures };
};

function countedOf(lines: readonly string[], pattern: RegExp): ToolWords {
  const testCount = countOf(lines, pattern);
  return {
    ...(testCount !== undefined && { testCount }),
    ranNothing: lines.some(line => NO_TESTS.test(line)),
  };
}

/** Tests by their headings, with the first line below each that says something, and the first place in its stack. */
function named(
  lines: readonly string[],
  heading: RegExp,
  place: RegExp,
): CommandFailure[] {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const rule = heading.exec(line)?.[1];
    if (!rule || failures.some(known => known.rule === rule)) continue;
    const below: string[] = [];
    for (const next of lines.slice(index + 1, index + 60)) {
      if (heading.test(next)) break;
      below.push(next);
    }
    const message = below.map(one => one.trim()).find(one => /\w/.test(one));
    const at = below.map(one => place.exec(one)).find(Boolean);
    failures.push({
      ...(at && { file: at[1], line: Number(at[2]) }),
      ...{ rule, message: message ?? 'failed' },
    });
  }
  return failures;
}
