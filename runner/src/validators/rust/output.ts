import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';
import type { CommandFailure } from '../Validator';

/** `error[E0308]: message` with ` --> src/a.rs:3:5` below it; clippy names its lint in a note further down. */
export const readRustc: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const [, rule, message] =
      /^(?:error|warning)(?:\[([\w:]+)\])?: (.*)$/.exec(line) ?? [];
    if (message === undefined) continue;
    const below = lines.slice(index + 1, index + 40);
    const [, file, at] =
      /^\s*--> ([^:]+):(\d+):\d+$/.exec(below.at(0) ?? '') ?? [];
    if (file === undefined) continue;
    const lint = rule ?? lintOf(below);
    failures.push({
      file,
      line: Number(at),
      ...(lint && { rule: lint }),
      message,
    });
  }
  return { failures };
};

/** `= note: `-D clippy::needless-return` implied by …`, `= note: `#[warn(unused_variables)]` on by default` */
function lintOf(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    if (line.trim() === '') return undefined;
    const found =
      /= note: `(?:-[DWF] |#\[\w+\()([\w:-]+)/.exec(line)?.[1] ??
      /= help: for further information visit \S+#(\w+)$/.exec(line)?.[1];
    if (found) return found;
  }
  return undefined;
}

/** `test a::b ... FAILED`, with `thread 'a::b' panicked at src/a.rs:3:5:` in the details, and the results' counts. */
export const readCargoTest: OutputReader = lines => {
  const failures: CommandFailure[] = matchLines(
    lines,
    /^test (?<rule>.+?)(?: - should panic)? \.\.\. FAILED$/,
  ).map(({ rule }) => ({ rule, ...panicOf(lines, rule ?? '') }));
  const nextest = matchLines(
    lines,
    /^\s+FAIL \[[^\]]*\] (?:\([^)]*\) )?(?<rule>\S+ \S+)$/,
  );
  const ran = countOf(lines, /^test result: \w+\. (\d+) passed/);
  const failed = countOf(lines, /^test result: \w+\. \d+ passed; (\d+) failed/);
  const summary = countOf(lines, /^\s+Summary \[[^\]]*\]\s+(\d+) tests? run/);
  const count =
    ran === undefined ? summary : ran + (failed ?? 0) + (summary ?? 0);
  return {
    failures: [
      ...failures,
      ...nextest.map(({ rule }) => ({ rule, message: 'failed' })),
      ...(readRustc(lines).failures ?? []),
    ],
    ...(count !== undefined && { testCount: count }),
  };
};

function panicOf(lines: readonly string[], name: string): CommandFailure {
  for (const [index, line] of lines.entries()) {
    const [, thread, file, at] =
      /^thread '([^']+)'(?: \(\d+\))? panicked at ([^:]+):(\d+):\d+:$/.exec(
        line,
      ) ?? [];
    if (thread === name) {
      const message = lines.at(index + 1)?.trim() || 'failed';
      return { file, line: Number(at), message };
    }
  }
  return { message: 'failed' };
}

/** `Diff in /…/src/a.rs:3:` */
export const readRustfmt: OutputReader = lines => {
  const files = new Map<string, CommandFailure>();
  for (const failure of matchLines(
    lines,
    /^Diff in (?<file>\S+?\.rs)(?::| at line )(?<line>\d+):?$/,
  )) {
    const { file = '' } = failure;
    if (files.has(file)) continue;
    files.set(file, {
      ...failure,
      message: 'is not laid out as rustfmt does it',
    });
  }
  return { failures: [...files.values()] };
};
