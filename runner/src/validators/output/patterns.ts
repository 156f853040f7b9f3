import type { CommandFailure } from '../Validator';

/** Failures of lines that all look alike: the pattern names its groups file, line, rule and message. */
export function matchLines(
  lines: readonly string[],
  pattern: RegExp,
): CommandFailure[] {
  return lines.flatMap(line => {
    const groups = pattern.exec(line)?.groups;
    return groups ? [failureOf(groups)] : [];
  });
}

/** The sum of the counts that lines tell; undefined where none does. */
export function countOf(
  lines: readonly string[],
  pattern: RegExp,
): number | undefined {
  let count: number | undefined;
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) count = (count ?? 0) + Number(match[1]);
  }
  return count;
}

function failureOf(groups: Record<string, string | undefined>): CommandFailure {
  const { file, line, rule, message = '' } = groups;
  return {
    ...(file && { file }),
    ...(line && { line: Number(line) }),
    ...(rule && { rule }),
    message: message.trim(),
  };
}
