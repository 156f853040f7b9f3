import type {
  BackgroundTask,
  TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';

/** Where the cause of each end without success is seen best. */
const tabs: Partial<Readonly<Record<TaskOutcome, string>>> = {
  validationFailed: 'checks',
  hookFailed: 'log',
  tooLarge: 'changes',
  conflict: 'changes',
  agentFailed: 'activity',
  infrastructure: 'log',
  accessDenied: 'log',
};

/** The tab that a task opens on where the address names none: of a failed one that with its cause. */
export function causeTab({ outcome }: BackgroundTask): string | undefined {
  return outcome ? tabs[outcome] : undefined;
}
