import { checkKinds } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../git';
import { addedCommandValidator, planAddedCommand } from './addedCommands';
import { validators } from './registry';
import type { PlannedCommand, ValidationPlan, Validator } from './Validator';

/** A plan, and for each of its commands the validator that found it. */
export type DiscoveredPlan = {
  plan: ValidationPlan;
  validatorOf(command: Pick<PlannedCommand, 'command'>): Validator;
};

/**
 * Looks for the checks of a repository with each validator. Reads files, runs nothing.
 *
 * @param added - commands that the task brings along; one that the repository has too stays the repository's
 */
export async function discoverChecks(
  files: TreeFiles,
  added: readonly string[] = [],
): Promise<DiscoveredPlan> {
  const plan: ValidationPlan = { setup: [], commands: [] };
  const owners = new Map<string, Validator>();
  for (const validator of validators) {
    const found = await validator.detect(files);
    if (!found) continue;
    plan.setup.push(...found.setup);
    plan.commands.push(...found.commands);
    for (const { command } of [...found.setup, ...found.commands]) {
      owners.set(command, validator);
    }
  }
  for (const command of added) {
    if (owners.has(command)) continue;
    plan.commands.push(planAddedCommand(command));
    owners.set(command, addedCommandValidator);
  }
  plan.commands.sort(
    (a, b) => checkKinds.indexOf(a.kind) - checkKinds.indexOf(b.kind),
  );
  return {
    plan,
    validatorOf({ command }) {
      const owner = owners.get(command);
      if (!owner) throw new Error(`No validator found '${command}'`);
      return owner;
    },
  };
}

/** What a person is told was looked for. */
export function describeSearch(): string {
  return validators.map(validator => validator.looksFor).join('; ');
}
