import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `lib/a.rb:3:5: C: [Correctable] Style/StringLiterals: message`; Standard's lines have no letter. */
export const readRubocop: OutputReader = lines => ({
  failures: [
    ...matchLines(
      lines,
      /^(?<file>\S+): ?(?<line>\d+):\d+: [CWEFRI]: (?:\[Corrected\] )?(?:\[Correctable\] )?(?:(?<rule>[\w/]+): )?(?<message>.*)$/,
    ),
    ...matchLines(
      lines,
      /^\s+(?<file>\S+\.rb):(?<line>\d+):\d+: (?<rule>[A-Z]\w+\/\w+): (?<message>.*)$/,
    ),
  ],
});

/** `rspec ./spec/a_spec.rb:3 # A does b`, with the message in the list above, and `3 examples, 1 failure`. */
export const readRspec: OutputReader = lines => {
  const failures = matchLines(
    lines,
    /^rspec (?:'?(?<file>[^\s:'[]+)(?::(?<line>\d+)|\[[\d:]+\])?'?) # (?<rule>.*)$/,
  ).map(failure => ({ ...failure, message: messageOf(lines, failure.rule) }));
  const count = countOf(lines, /^(\d+) examples?, \d+ failures?/);
  return { failures, ...(count !== undefined && { testCount: count }) };
};

function messageOf(lines: readonly string[], rule: string | undefined): string {
  const start = lines.findIndex(
    line => /^\s+\d+\) /.test(line) && line.endsWith(rule ?? ''),
  );
  if (start < 0) return 'failed';
  const words = lines
    .slice(start + 1, start + 12)
    .find(
      (line, index) =>
        index > 0 && /^\s{5,}\S/.test(line) && !/Failure\/Error:/.test(line),
    );
  return words?.trim() ?? 'failed';
}

/** Minitest: `ATest#test_x [test/a_test.rb:3]:` under `Failure:`, and `3 runs, 4 assertions, 1 failures`. */
export const readMinitest: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const [, rule, file, at] =
      /^(\S+#\S.*?) \[([^\]]+):(\d+)\]:?$/.exec(line) ?? [];
    if (rule !== undefined) {
      const message = lines[index + 1]?.trim() || 'failed';
      failures.push({ file, line: Number(at), rule, message });
    }
    const error = /^(\S+#test_\S+):$/.exec(line)?.[1];
    if (error !== undefined) {
      failures.push({
        rule: error,
        message: lines[index + 1]?.trim() || 'failed',
      });
    }
  }
  const count = countOf(lines, /^(\d+) (?:runs|tests), \d+ assertions/);
  return { failures, ...(count !== undefined && { testCount: count }) };
};
