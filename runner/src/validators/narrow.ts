import type { TreeFiles } from '../git';
import { cachedFiles } from './cachedFiles';
import { ecosystems } from './registry';
import type { PlannedCommand, ValidationPlan } from './Validator';

/**
 * The plan for what a change touches alone: for the agent's loop, where time matters. The gate runs the whole plan.
 *
 * @param paths - the changed files, from the root
 * @param files - the tree that the plan was made for
 */
export async function narrow(
  plan: ValidationPlan,
  paths: readonly string[],
  files: TreeFiles,
): Promise<ValidationPlan> {
  const commands: PlannedCommand[] = [];
  for (const command of plan.commands) {
    const narrowed = await narrowCommand(command, paths, files);
    if (narrowed) commands.push(narrowed);
  }
  return { ...plan, commands };
}

/**
 * One command for what a change touches alone; undefined where the change does not touch what it checks. What a task
 * asks for itself stays as it is.
 */
export async function narrowCommand(
  command: PlannedCommand,
  paths: readonly string[],
  tree: TreeFiles,
): Promise<PlannedCommand | undefined> {
  if (command.required) return command;
  const files = cachedFiles(tree);
  for (const ecosystem of ecosystems) {
    const narrowed = await ecosystem.narrow?.(command, { paths, files });
    if (narrowed === 'drop') return undefined;
    if (narrowed === undefined || narrowed === 'keep') continue;
    return {
      ...command,
      command: narrowed.command,
      reason: `${command.reason}, for what changed`,
    };
  }
  return command;
}
