import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkFailureSchema,
  checkResultSchema,
} from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';
import { errnoOf } from '../process';
import { validationPlanSchema } from '../validators';
import type { WorkspacePaths } from './PhaseContext';

/** What clone leaves for later phases. */
const cloneResultSchema = z.object({
  baseCommit: z.string(),
  branch: z.string(),
});

/** What baseline leaves for the gate. */
const baselineResultSchema = z.object({
  plan: validationPlanSchema,
  checks: z.array(
    checkResultSchema.extend({
      everyFailure: z.array(checkFailureSchema).optional(),
    }),
  ),
  /** New files, and with a slash at their end folders, that setting up and the checks leave in the working copy. */
  leftBehind: z.array(z.string()),
});

type CloneResult = z.infer<typeof cloneResultSchema>;
type BaselineResult = z.infer<typeof baselineResultSchema>;

export function writeCloneResult(paths: WorkspacePaths, result: CloneResult) {
  write(join(paths.results('clone'), 'clone.json'), result);
}

export function readCloneResult(paths: WorkspacePaths): CloneResult {
  return read(join(paths.results('clone'), 'clone.json'), cloneResultSchema);
}

export function writeBaselineResult(
  paths: WorkspacePaths,
  result: BaselineResult,
) {
  write(join(paths.results('baseline'), 'baseline.json'), result);
}

export function readBaselineResult(paths: WorkspacePaths): BaselineResult {
  return read(
    join(paths.results('baseline'), 'baseline.json'),
    baselineResultSchema,
  );
}

/** What the checks leave in the working copy; nothing where there was no baseline. */
export function readLeftBehind(paths: WorkspacePaths): string[] {
  const file = join(paths.results('baseline'), 'baseline.json');
  return existsSync(file) ? readBaselineResult(paths).leftBehind : [];
}

/** Where baseline leaves programs for the gate. */
export function toolsOfBaseline(paths: WorkspacePaths): string {
  return join(paths.results('baseline'), 'tools');
}

function write(file: string, value: unknown) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw new Error(`An earlier phase left no result: ${file} is missing.`);
  }
  return schema.parse(JSON.parse(text));
}
