import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `1) App\ATest::testX`, the message and the place below it; `Tests: 3, …` or `OK (3 tests, …)`. */
export const readPhpunit: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const rule = /^\d+\) (\S+::.+)$/.exec(line)?.[1];
    if (rule === undefined) continue;
    const failure: CommandFailure = {
      rule,
      message: lines[index + 1]?.trim() || 'failed',
    };
    for (const below of lines.slice(index + 1, index + 60)) {
      if (/^\d+\) |^--$/.test(below)) break;
      const [, file, at] = /^(\/?[^\s:]+\.php):(\d+)$/.exec(below) ?? [];
      if (file !== undefined && !file.includes('/vendor/')) {
        failure.file = file;
        failure.line = Number(at);
      }
    }
    failures.push(failure);
  }
  const count =
    countOf(lines, /^OK \((\d+) tests?,/) ??
    countOf(lines, /^Tests: +(\d+),/) ??
    countOf(lines, /^ {2}Tests: {2,}.*?(\d+) passed/);
  const none = lines.some(line => /^No tests executed!/.test(line));
  return {
    failures,
    ...(count !== undefined && { testCount: count }),
    ...(none && { ranNothing: true }),
  };
};

/** `FILE: /…/a.php` with ` 3 | ERROR | [x] message (Rule.Name)` below it. */
export const readPhpcs: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  let file: string | undefined;
  for (const line of lines) {
    file = /^FILE: (.+)$/.exec(line)?.[1] ?? file;
    const [, at, message, rule] =
      /^\s*(\d+) \| (?:ERROR|WARNING)\s*\| (?:\[[x ]\] )?(.*?)(?: \(([\w.]+)\))?$/.exec(
        line,
      ) ?? [];
    if (file !== undefined && message !== undefined) {
      failures.push({ file, line: Number(at), ...(rule && { rule }), message });
    }
  }
  return { failures };
};

/** ` ------ ---` / `  Line   src/a.php` tables, and the raw form `/…/a.php:3:message`. */
export const readPhpstan: OutputReader = lines => {
  const failures: CommandFailure[] = matchLines(
    lines,
    /^(?<file>\/?[^\s:]+\.php):(?<line>\d+):(?!\d)(?<message>.*?)(?: \[identifier=(?<rule>[\w.]+)\])?$/,
  );
  let file: string | undefined;
  let last: CommandFailure | undefined;
  for (const line of lines) {
    file = /^\s+Line\s+(\S.*\.php)/.exec(line)?.[1] ?? file;
    const [, at, message] = /^\s+:?(\d+)\s+(\S.*)$/.exec(line) ?? [];
    if (file !== undefined && message !== undefined) {
      last = { file, line: Number(at), message };
      failures.push(last);
    } else if (/^ -{3}/.test(line)) last = undefined;
    else if (last) {
      const rule = /^\s+🪪\s+(\S+)/u.exec(line)?.[1];
      if (rule) last.rule = rule;
      else if (/^\s{8,}\S/.test(line)) last.message += ` ${line.trim()}`;
    }
  }
  return { failures };
};

/** Psalm: `ERROR: Rule - src/a.php:3:5 - message`. */
export const readPsalm: OutputReader = lines => ({
  failures: matchLines(
    lines,
    /^ERROR: (?<rule>\w+)(?: -|\s+at) (?<file>[^:]+):(?<line>\d+):\d+(?: -)? (?<message>.*)$/,
  ),
});

/** PHP CS Fixer: `   1) src/a.php (rule, rule)`. */
export const readCsFixer: OutputReader = lines => ({
  failures: matchLines(
    lines,
    /^\s+\d+\) (?<file>\S+\.php)(?: \((?<rule>[\w, ]+)\))?.*$/,
  ).map(failure => ({
    ...failure,
    message: 'is not laid out as the formatter does it',
  })),
});
