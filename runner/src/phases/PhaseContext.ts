import { join } from 'node:path';
import type {
  CheckKind,
  PhaseSecrets,
  RunnerPhase,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import type { EventWriter } from '../events';

/** What a phase works with. */
export type PhaseContext = {
  phase: RunnerPhase;
  spec: RunSpec;
  secrets: PhaseSecrets;
  events: EventWriter;
  progress: Progress;
  /** Aborted when the phase is to stop. */
  signal: AbortSignal;
  paths: WorkspacePaths;
};

/** Percent of the whole task: said when it changes, and again while nothing else is. */
export interface Progress {
  /** With a kind of check the words change as well, so that is said even where the number stays. */
  set(progress: number, check?: CheckKind): void;
}

/** Where things are in a workspace. */
export type WorkspacePaths = {
  /** The working copy that the agent changes. */
  work: string;
  /** The untouched copy that only clone writes. */
  pristine: string;
  /** What collect takes out of the workspace. */
  bundle: string;
  /** Where the gate checks the change out. */
  gate: string;
  /** The phase's own folder for temporary files. */
  tmp: string;
  /** What a phase leaves for later ones. */
  results(phase: RunnerPhase): string;
};

/** The layout of the workspace below `root`. */
export function workspacePaths(
  root: string,
  phase: RunnerPhase,
): WorkspacePaths {
  return {
    work: join(root, 'work'),
    pristine: join(root, 'pristine'),
    bundle: join(root, 'bundle'),
    gate: join(root, 'gate'),
    tmp: join(root, 'tmp', phase),
    results: of => join(root, 'results', of),
  };
}
