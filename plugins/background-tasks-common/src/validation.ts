import { z } from 'zod';

/** The schema of one check and its result, as the runner reports it. @public */
export const checkResultSchema = z.object({
  /** format, lint, typecheck, test or build. */
  kind: z.enum(['format', 'lint', 'typecheck', 'test', 'build']),
  /** The command line as a person would type it, at most 2,000 characters. */
  command: z.string().min(1).max(2000),
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
});

/** One check and its result. @public */
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The checks of a task, before and after its change. @public */
export type ValidationReport = {
  /** The checks on the untouched base commit. */
  baseline: CheckResult[];
  /** The checks on the change: those that decide. */
  gate: CheckResult[];
  /** null until the gate has spoken. `none`: there is no check, and the project allows that. */
  verdict: 'passed' | 'failed' | 'none' | null;
};
