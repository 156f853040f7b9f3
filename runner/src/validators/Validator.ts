import { z } from 'zod';
import type { TreeFiles } from '../git';

const plannedCommandSchema = z.object({
  kind: z.enum(['format', 'lint', 'typecheck', 'test', 'build']),
  /** The command line as a person would type it; run by `sh -c`. */
  command: z.string(),
  /** The folder that it runs in, relative to the repository's root, without a slash at its end. Default: the root. */
  directory: z.string().optional(),
  /** Where it was found: `script "lint" of package.json`, `.github/workflows/ci.yml, job lint`. */
  reason: z.string(),
  /** For a formatter: the command that rewrites what this one would complain about. */
  fix: z.string().optional(),
  /** Programs that must be there for it to run: `pnpm`, `cargo`. */
  needs: z.array(z.string()).optional(),
  /** The task itself asks for it: it must pass, whatever it did on the base. */
  required: z.boolean().optional(),
});

const setupCommandSchema = z.object({
  command: z.string(),
  /** As of a check. */
  directory: z.string().optional(),
  needs: z.array(z.string()).optional(),
  reason: z.string(),
});

export const validationPlanSchema = z.object({
  /** Brings a fresh checkout to where the commands can run. */
  setup: z.array(setupCommandSchema),
  commands: z.array(plannedCommandSchema),
});

/** A check that was found. */
export type PlannedCommand = z.infer<typeof plannedCommandSchema>;
/** A command that the checks need first. */
export type SetupCommand = z.infer<typeof setupCommandSchema>;
/** What is to be run, in this order. */
export type ValidationPlan = z.infer<typeof validationPlanSchema>;

/** What a command's last lines say. */
export type CommandWords = {
  /** The lines that matter, without colours and noise. */
  output: string;
  /** Whether it clearly ran no test at all. */
  ranNothing: boolean;
  /** What failed, one by one, as far as the tool says it. */
  failures?: CommandFailure[];
  /** How many tests ran, where the tool says it. */
  testCount?: number;
};

/** One failure that a tool reports. */
export type CommandFailure = {
  /** From the root of the repository. */
  file?: string;
  line?: number;
  /** The linter's rule, the compiler's code, or the test's name. */
  rule?: string;
  message: string;
};

/** What one ecosystem's repositories use to check themselves. */
export interface Validator {
  readonly id: string;
  /** What a person is told was looked for, such as `the npm scripts lint, test`. */
  readonly looksFor: string;
  /** The plan for a repository, or undefined where it is not of this ecosystem. Reads files, runs nothing. */
  detect(files: TreeFiles): Promise<ValidationPlan | undefined>;
  /** All that decides what a command of the plan runs, as named texts: compared between base and change. */
  define(
    files: TreeFiles,
    command: PlannedCommand,
  ): Promise<Map<string, string>>;
  /** Reads the last lines of a command's output. */
  read(lines: string[], command: PlannedCommand): CommandWords;
}
