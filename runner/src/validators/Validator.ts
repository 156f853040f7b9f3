import { z } from 'zod';
import type { TreeFiles } from '../git';

const plannedCommandSchema = z.object({
  kind: z.enum(['format', 'lint', 'typecheck', 'test', 'build']),
  /** The command line as a person would type it; run by `sh -c`. */
  command: z.string(),
  /** Where it was found. */
  reason: z.string(),
  /** The task itself asks for it: it must pass, whatever it did on the base. */
  required: z.boolean().optional(),
});

const setupCommandSchema = z.object({
  command: z.string(),
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
