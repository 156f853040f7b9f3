import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import { runnerPhases } from '@background-tasks/plugin-background-tasks-common';

/** What a phase may do with a folder of the workspace. */
export type Access = 'write' | 'read' | 'none';

/** The shared folders of a workspace. */
export const sharedFolders = ['work', 'pristine', 'bundle', 'gate'] as const;

/** Per phase, in the order of `sharedFolders`. */
const table: Readonly<Record<RunnerPhase, readonly Access[]>> = {
  clone: ['write', 'write', 'none', 'none'],
  baseline: ['write', 'none', 'none', 'none'],
  agent: ['write', 'none', 'none', 'none'],
  collect: ['read', 'read', 'write', 'none'],
  validate: ['none', 'read', 'read', 'write'],
};

/** What a phase may do with each folder of the workspace, named relative to it. */
export function accessOf(phase: RunnerPhase): Map<string, Access> {
  const access = new Map<string, Access>();
  for (const [index, folder] of sharedFolders.entries()) {
    access.set(folder, table[phase][index]);
  }
  for (const [index, of] of runnerPhases.entries()) {
    access.set(`results/${of}`, resultsAccess(phase, index));
  }
  access.set(`home/${phase}`, 'write');
  access.set(`tmp/${phase}`, 'write');
  return access;
}

function resultsAccess(phase: RunnerPhase, index: number): Access {
  const now = runnerPhases.indexOf(phase);
  if (index === now) return 'write';
  return index < now && phase !== 'agent' ? 'read' : 'none';
}
