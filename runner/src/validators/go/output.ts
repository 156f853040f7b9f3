import type { OutputReader } from '../Ecosystem';
import { matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `--- FAIL: TestX (0.00s)` with `    a_test.go:3: message` below it, and the packages that do not compile. */
export const readGoTest: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const rule = /^\s*--- FAIL: (\S+)/.exec(line)?.[1];
    if (rule === undefined) continue;
    failures.push(placeOf(lines.slice(index + 1), rule));
  }
  const inner = failures.filter(
    ({ rule }) => !failures.some(one => one.rule?.startsWith(`${rule}/`)),
  );
  const built = matchLines(
    lines,
    /^FAIL\t(?<rule>\S+) \[(?<message>build failed|setup failed)\]$/,
  );
  const panics = matchLines(lines, /^panic: (?<message>.*)$/);
  const names = new Set(
    lines.flatMap(line => /^\s*--- (?:PASS|FAIL): (\S+)/.exec(line)?.[1] ?? []),
  );
  const packages = lines.filter(line =>
    /^(?:ok|FAIL)\s+\S+\s+(?:\(cached\)|[\d.]+s)/.test(line),
  );
  const empty = lines.some(line => /\[no test files\]/.test(line));
  const without = packages.filter(line => /\[no tests to run\]/.test(line));
  const ran = packages.length > without.length || built.length > 0;
  return {
    failures: [...inner, ...built, ...panics, ...compiled(lines)],
    ...(names.size > 0 && { testCount: names.size }),
    ...(!ran && (empty || without.length > 0) && { ranNothing: true }),
  };
};

/** `./a.go:3:5: message`, as the compiler and vet print it. */
export const readGoBuild: OutputReader = lines => ({
  failures: compiled(lines),
});

/** `a.go:3:5: message (errcheck)` */
export const readGolangci: OutputReader = lines => ({
  failures: matchLines(
    lines,
    /^(?<file>[\w./@+-]+\.go):(?<line>\d+)(?::\d+)?: (?<message>.*?)(?: \((?<rule>[\w-]+)\))?$/,
  ),
});

/** The names alone with `-l`, the heads of a diff with `-d`. */
export const readGofmt: OutputReader = lines => ({
  failures: [
    ...matchLines(lines, /^(?<file>[\w./@+-]+\.go)$/),
    ...matchLines(
      lines,
      /^diff (?:-u )?(?<file>[\w./@+-]+\.go)(?:\.orig)? .*$/,
    ),
  ].map(failure => ({
    ...failure,
    file: failure.file?.replace(/\.orig$/, ''),
    message: 'is not laid out as gofmt does it',
  })),
});

function compiled(lines: readonly string[]): CommandFailure[] {
  return matchLines(
    lines,
    /^(?:vet: )?(?<file>[\w./@+-]+\.go):(?<line>\d+):\d+: (?<message>.*)$/,
  );
}

function placeOf(lines: readonly string[], rule: string): CommandFailure {
  for (const line of lines) {
    if (/^(?:\s*--- |FAIL|ok\s|=== )/.test(line)) break;
    const [, file, at, message] =
      /^\s+([\w./-]+\.go):(\d+): (.*)$/.exec(line) ?? [];
    if (file !== undefined) {
      return {
        file,
        line: Number(at),
        rule,
        message: message.trim() || 'failed',
      };
    }
  }
  return { rule, message: 'failed' };
}
