import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkFailureSchema,
  checkResultSchema,
} from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';
import type { CheckRun } from '../checks';

const FILE = join('.git', 'background-tasks-baseline.json');

const knownChecksSchema = z.array(
  checkResultSchema.extend({
    everyFailure: z.array(checkFailureSchema).optional(),
  }),
);

/**
 * Leaves what the checks said on the base in the working copy's git folder, where nothing collects it, for the agent's
 * phase: it sees no results, and its repair rounds are not to mend what was broken before. Only the gate decides, and
 * it reads the results themselves, which the agent cannot reach.
 */
export function leaveKnownChecks(work: string, checks: CheckRun[]): void {
  writeFileSync(join(work, FILE), JSON.stringify(checks));
}

/** What baseline left; nothing where it left nothing that can be read. */
export function readKnownChecks(work: string): CheckRun[] {
  try {
    const text = readFileSync(join(work, FILE), 'utf8');
    return knownChecksSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
