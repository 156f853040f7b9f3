import type { OutputReader } from '../Ecosystem';
import { matchLines } from '../output';
import type { CommandFailure } from '../Validator';

const TOTAL =
  /Tests run: (\d+), Failures: \d+, Errors: \d+, Skipped: \d+(?!.*(?:Time elapsed|in \S+$))/;

/** Surefire's `[ERROR]   ATest.name:3 message`, the compiler's `[ERROR] /…/A.java:[3,5] message`, and Checkstyle's lines. */
export const readMaven: OutputReader = lines => {
  const totals = lines.flatMap(line => TOTAL.exec(line)?.[1] ?? []).map(Number);
  const failures: CommandFailure[] = [
    ...matchLines(
      lines,
      /^\[ERROR\] (?<file>\S+\.(?:java|kt|scala|groovy)):\[(?<line>\d+),\d+\] (?:error: )?(?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^\[(?:ERROR|WARN|WARNING)\] (?<file>\S+\.\w+):\[?(?<line>\d+)(?:[:,]\d+)?\]?:? ?(?:\([\w-]+\) )?(?<rule>\w+): (?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^\[ERROR\] {2,}(?<rule>[\w$]+(?:\.|->)[\w$[\]]+(?:\([^)]*\))?[^\s:]*)(?::(?<line>\d+))?(?:->\S+)? ?»? ?(?<message>.*)$/,
    ),
  ];
  const seen = new Set<string>();
  return {
    failures: failures
      .filter(({ file, line, rule, message }) => {
        const key = [file, line, file ? message : rule].join('\0');
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      })
      .map(failure => ({ ...failure, message: failure.message || 'failed' })),
    ...(totals.length > 0 && {
      testCount: totals.reduce((sum, one) => sum + one, 0),
    }),
    ...(totals.length === 0 &&
      lines.some(line =>
        /No tests to run\.|Tests are skipped\./.test(line),
      ) && {
        ranNothing: true,
      }),
  };
};
