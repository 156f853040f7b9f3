import type { OutputReader } from '../Ecosystem';
import { countOf, matchLines } from '../output';

/** GCC, Clang: `/…/a.cpp:3:5: error: message`, and CMake's own `CMake Error at CMakeLists.txt:3 (x):`. */
export const readCompiler: OutputReader = lines => ({
  failures: [
    ...matchLines(
      lines,
      /^(?<file>[^\s:][^:]*\.\w+):(?<line>\d+):(?:\d+:)? (?:fatal )?error: (?<message>.*?)(?: \[-W(?:error=)?(?<rule>[\w+-]+)\])?$/,
    ),
    ...matchLines(
      lines,
      /^CMake Error at (?<file>[^:]+):(?<line>\d+) \((?<rule>\w+)\):$/,
    ).map(failure => ({
      ...failure,
      message:
        lines[
          lines.findIndex(line => line.startsWith('CMake Error at')) + 1
        ]?.trim() || 'failed',
    })),
  ],
});

/** `  3 - name (Failed)` of the list at the end, and `50% tests passed, 1 tests failed out of 2`. */
export const readCtest: OutputReader = lines => {
  const failures = matchLines(
    lines,
    /^\s*\d+ - (?<rule>\S.*?) \((?<message>[\w ]+|SEGFAULT|Not Run)\)(?: +\S.*)?$/,
  );
  const count = countOf(lines, /tests? failed out of (\d+)\s*$/);
  const none = lines.some(line => /^No tests were found!!!$/.test(line));
  return {
    failures,
    ...(count !== undefined && { testCount: count }),
    ...(none && { ranNothing: true }),
  };
};
