import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `ATest > name() FAILED` with `    X at ATest.java:3` below it, `file:///…/A.kt:3:5 message`, `…/A.java:3: error: …`. */
export const readGradle: OutputReader = lines => {
  const failures: CommandFailure[] = [
    ...matchLines(
      lines,
      /^e: (?:file:\/\/)?(?<file>\/?[^\s:]+\.kts?):(?<line>\d+):\d+:? (?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^(?<file>\S+\.(?:java|groovy|scala)):(?<line>\d+): error: (?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^\[ant:checkstyle\] \[\w+\] (?<file>[^:]+):(?<line>\d+)(?::\d+)?: (?<message>.*?)(?: \[(?<rule>\w+)\])?$/,
    ),
    ...matchLines(
      lines,
      /^(?<file>\/?\S+\.kts?):(?<line>\d+):\d+:? (?<message>.*?)(?: (?:\[(?<rule>\w+)\]|\([\w:-]+\)))?$/,
    ),
  ];
  for (const [index, line] of lines.entries()) {
    const rule = /^(\S.*? > .+) FAILED$/.exec(line)?.[1];
    if (rule === undefined || rule.startsWith('>')) continue;
    const [, error, place, at] =
      /^\s+(.+?)(?: at (\S+\.\w+):(\d+))?$/.exec(lines[index + 1] ?? '') ?? [];
    failures.push({
      ...(place && { file: place, line: Number(at) }),
      ...{ rule, message: error ?? 'failed' },
    });
  }
  const count = countOf(lines, /^(\d+) tests? completed/);
  return {
    failures,
    ...(count !== undefined && { testCount: count }),
    ...(count === undefined &&
      lines.some(line => /^> Task \S*test\w* NO-SOURCE$/i.test(line)) &&
      !lines.some(line => /^> Task \S*test\w*(?: FAILED)?$/i.test(line)) && {
        ranNothing: true,
      }),
  };
};
