import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const commands = z.record(z.string(), z.array(z.string()));

const repositorySchema = z.object({
  repo: z.string(),
  commit: z.string().optional(),
  setup: z.array(z.string()).default([]),
  commands,
  accept: z
    .record(z.string(), z.record(z.string(), z.array(z.string())))
    .default({}),
  covers: commands.default({}),
  optional: commands.default({}),
  avoid: z.array(z.string()).default([]),
  checked: z
    .array(
      z.object({
        kind: z.string(),
        command: z.string(),
        passes: z.boolean(),
        seconds: z.number().optional(),
        note: z.string().optional(),
      }),
    )
    .default([]),
});

const truthSchema = z.object({ repos: z.array(repositorySchema) });

/** What is to be found in one repository: see `TRUTH_HELP`. */
export type RepositoryTruth = z.infer<typeof repositorySchema>;

/** The format of the truth file, in words. */
export const TRUTH_HELP = `The truth file is {"repos": [...]}, each with
  repo      owner/name; the clone is DIR/owner+name or DIR/name, with files or bare
  commit    where it holds; HEAD if left out
  setup     commands that install what the checks need
  commands  {format, lint, typecheck, test, build: [...]}: what must be found, in check mode
  accept    {kind: {command: [...]}}: what is as good; "re:..." is a regular expression
  covers    {command: [kinds]}: a command that does all of these kinds, or one of them ("kind: command")
  optional  {kind: [...]}: neither required nor wrong
  avoid     commands that are wrong; so is all that is nowhere in the entry
  checked   [{kind, command, passes, seconds, note}]: what became of commands that somebody ran by hand (for 'gate')
A command in a folder is written "cd folder && command".`;

/** Reads a truth file. @throws with the field that is wrong */
export async function readTruth(file: string): Promise<RepositoryTruth[]> {
  const result = truthSchema.safeParse(
    JSON.parse(await readFile(file, 'utf8')),
  );
  if (result.success) return result.data.repos;
  const [{ path, message }] = result.error.issues;
  throw new Error(`${file}: ${path.join('.')}: ${message}`);
}
