import { runnerPhases, taskPhases, type RunnerPhase } from './task';
import {
  PHASE_EXIT_ENDED,
  PHASE_EXIT_OK,
  type PhaseOutcome,
} from './runnerEvent';
import type { RunSpec } from './runSpec';

/** What a phase may do with a folder of the workspace. @public */
export type WorkspaceAccess = 'write' | 'read' | 'none';

/** The folders of a workspace that phases hand to each other, below its root. @public */
export const sharedFolders = ['work', 'pristine', 'bundle', 'gate'] as const;

/** Per phase, in the order of `sharedFolders`. */
const table: Readonly<Record<RunnerPhase, readonly WorkspaceAccess[]>> = {
  clone: ['write', 'write', 'none', 'none'],
  baseline: ['write', 'none', 'none', 'none'],
  agent: ['write', 'none', 'none', 'none'],
  collect: ['read', 'read', 'write', 'none'],
  validate: ['none', 'read', 'read', 'write'],
};

/**
 * What a phase may do with each folder of the workspace, named relative to it.
 *
 * @public
 */
export function accessOf(phase: RunnerPhase): Map<string, WorkspaceAccess> {
  const access = new Map<string, WorkspaceAccess>();
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

function resultsAccess(phase: RunnerPhase, index: number): WorkspaceAccess {
  const now = runnerPhases.indexOf(phase);
  if (index === now) return 'write';
  return index < now && phase !== 'agent' ? 'read' : 'none';
}

/** Whether what runs in a phase was written by others: the repository's own code, or an agent's. @public */
export function runsForeignCode(phase: RunnerPhase): boolean {
  return phase !== 'clone' && phase !== 'collect';
}

/** The phases of a run, in their order. @public */
export function phasesOf(
  spec: Pick<RunSpec, 'startAt'>,
): readonly RunnerPhase[] {
  if (spec.startAt === undefined) return runnerPhases;
  return runnerPhases.filter(phase => phase !== 'agent' && phase !== 'collect');
}

/** What a run came to whose phase used too much: that of foreign code is its own failure. @public */
export function breachOutcome(phase: RunnerPhase): PhaseOutcome {
  if (phase === 'agent') return 'agentFailed';
  return runsForeignCode(phase) ? 'validationFailed' : 'infrastructure';
}

/** @param breach - what it used, such as `more than 4Gi of memory` @public */
export function breachText(phase: RunnerPhase, breach: string): string {
  return `The task used ${breach} in the phase '${taskPhases[phase].title}', and was stopped.`;
}

/** How a phase's process ended that did not say so itself. @public */
export function describeCrash(
  phase: RunnerPhase,
  { exitCode, signal }: { exitCode: number | null; signal: string | null },
): string {
  const title = taskPhases[phase].title;
  if (signal === 'SIGKILL') {
    return `The phase '${title}' was killed (SIGKILL): the machine may have run out of memory.`;
  }
  if (signal) return `The phase '${title}' was ended by ${signal}.`;
  if (exitCode === PHASE_EXIT_OK || exitCode === PHASE_EXIT_ENDED) {
    return `The phase '${title}' ended without saying how it went.`;
  }
  return `The phase '${title}' crashed with exit code ${exitCode}.`;
}
