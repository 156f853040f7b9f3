import type { ConfiguredCommand } from '@background-tasks/plugin-background-tasks-common';
import type { PlannedCommand } from '../Validator';

/** Commands that somebody wrote down, as a part of the plan. */
export function planConfigured(
  commands: readonly ConfiguredCommand[],
  reason: string,
): PlannedCommand[] {
  return commands.map(({ kind, command, directory }) => {
    const folder = directory?.replace(/^\.\/?|\/+$/g, '');
    return { kind, command, reason, ...(folder && { directory: folder }) };
  });
}
