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
  /**
   * Programs that must be there for it to run, with the version that the repository pins: `cargo`, `node >=20`,
   * `pnpm 10.33.0`. The first word is the program.
   */
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
  /**
   * The folder, from the root, of the programs that it makes where they do not depend on what the repository holds: made
   * on the base, they serve the change too.
   */
  makes: z.string().optional(),
});

export const validationPlanSchema = z.object({
  /** Brings a fresh checkout to where the commands can run. */
  setup: z.array(setupCommandSchema),
  commands: z.array(plannedCommandSchema),
  /**
   * Gets what checks download for themselves, and runs no test. Not run before them, but where one of them says that it
   * could not download.
   */
  fetch: z.array(setupCommandSchema).optional(),
  /** Folders of programs that setup makes (`.venv/bin`), from the root: they come first in the PATH of all commands. */
  path: z.array(z.string()).optional(),
  /** What looks like a check, and why it is not run. */
  notChosen: z
    .array(
      z.object({ command: z.string(), reason: z.string(), why: z.string() }),
    )
    .optional(),
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
  /** As the tool names it: from the folder that it runs in, or from the root. */
  file?: string;
  line?: number;
  /** The linter's rule, the compiler's code, or the test's name. */
  rule?: string;
  message: string;
};

/** Knows one command of a plan: what decides what it runs, and how its output is read. */
export interface Validator {
  /** All that decides what a command of the plan runs, as named texts: compared between base and change. */
  define(
    files: TreeFiles,
    command: Pick<PlannedCommand, 'command' | 'directory'>,
  ): Promise<Map<string, string>>;
  /** Reads the last lines of a command's output. */
  read(lines: string[], command: PlannedCommand): CommandWords;
}
