import { z } from 'zod';

/** The schema of one thing that a check complains about. @public */
export const checkFailureSchema = z.object({
  /** From the root of the repository. */
  file: z.string().max(1000).optional(),
  line: z.number().int().min(0).optional(),
  /** The linter's rule, the compiler's code, or the test's name. */
  rule: z.string().max(500).optional(),
  message: z.string().max(1000),
});

/** One thing that a check complains about. @public */
export type CheckFailure = z.infer<typeof checkFailureSchema>;

/** Failures of one check that are listed one by one; further ones are only counted. @public */
export const FAILURES_MAX = 100;

/** The schema of one check and its result, as the runner reports it. @public */
export const checkResultSchema = z.object({
  /** format, lint, typecheck, test or build. */
  kind: z.enum(['format', 'lint', 'typecheck', 'test', 'build']),
  /** The command line as a person would type it, at most 2,000 characters. */
  command: z.string().min(1).max(2000),
  /** The folder that it ran in, from the root of the repository; left out for the root. */
  directory: z.string().max(1000).optional(),
  /** Where the command was found: `script "lint" of package.json`. */
  reason: z.string().max(2000),
  /**
   * passed, failed (a new failure), failedBefore (it failed on the untouched base too, so it does not block),
   * or notRun.
   */
  status: z.enum(['passed', 'failed', 'failedBefore', 'notRun']),
  exitCode: z.number().int().nullable(),
  durationMs: z.number().int().min(0),
  /** The last lines of its output, without colours, at most 8,000 characters; empty where it passed. */
  output: z.string().max(8000),
  /** What failed, one by one, as far as the tool says it. */
  failures: z.array(checkFailureSchema).max(FAILURES_MAX).optional(),
  /** At the gate: those of them that the change brought. */
  newFailures: z.array(checkFailureSchema).max(FAILURES_MAX).optional(),
  /** At the gate: those of them that stood before. */
  knownFailures: z.array(checkFailureSchema).max(FAILURES_MAX).optional(),
  /** How many tests ran, where the tool says it. */
  testCount: z.number().int().min(0).optional(),
  /** It failed, and passed when it was run once more. */
  flaky: z.boolean().optional(),
  /** Why it was not run: it found no test, or a program, service or folder that it needs is not there. */
  notRunBecause: z.enum(['noTests', 'program', 'service', 'folder']).optional(),
});

/** One check and its result. @public */
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The same result with all that its tool said put in other words: to take secrets out. @public */
export function rewordCheck(
  check: CheckResult,
  reword: (text: string) => string,
): CheckResult {
  const each = (failures: CheckFailure[]) =>
    failures.map(failure => ({
      ...failure,
      message: reword(failure.message),
      ...(failure.rule !== undefined && { rule: reword(failure.rule) }),
    }));
  const { failures, newFailures, knownFailures } = check;
  return {
    ...check,
    output: reword(check.output),
    ...(failures && { failures: each(failures) }),
    ...(newFailures && { newFailures: each(newFailures) }),
    ...(knownFailures && { knownFailures: each(knownFailures) }),
  };
}

/** The checks of a task, before and after its change. @public */
export type ValidationReport = {
  /** The checks on the untouched base commit. */
  baseline: CheckResult[];
  /** The checks on the change: those that decide. */
  gate: CheckResult[];
  /** null until the gate has spoken. `none`: there is no check, and the project allows that. */
  verdict: 'passed' | 'failed' | 'none' | null;
};
