import type { RunnerEvent } from '@background-tasks/plugin-background-tasks-common';
import { GitError } from '../git';
import { isDiskFull, messageOf } from '../process';
import { ChecksFileError } from '../validators';

type OutcomeEvent = Extract<RunnerEvent, { type: 'outcome' }>;

/** How a phase ends: its `outcome` event. */
export type PhaseResult = Omit<OutcomeEvent, 'seq' | 'time' | 'phase' | 'type'>;

/** Ends a phase, and with it the run. The message is for people. */
export class PhaseFailure extends Error {
  constructor(
    readonly outcome: Exclude<OutcomeEvent['outcome'], 'ok'>,
    message: string,
    readonly rest: Partial<PhaseResult> = {},
  ) {
    super(message);
  }
}

/** The outcome for an error that nobody foresaw, as one sentence. */
export function resultOfError(error: unknown): PhaseResult {
  if (error instanceof PhaseFailure) {
    return { outcome: error.outcome, error: error.message, ...error.rest };
  }
  const words = messageOf(error);
  if (error instanceof ChecksFileError) {
    return { outcome: 'validationFailed', error: words };
  }
  if (isDiskFull(error)) {
    return {
      outcome: 'infrastructure',
      error: `The disk is full where the task runs: ${words}`,
    };
  }
  const said = error instanceof GitError ? `git ${error.args[0]}: ` : '';
  return { outcome: 'infrastructure', error: `${said}${words}` };
}
