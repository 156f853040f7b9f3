import type {
  BackgroundTask,
  TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';

type FailureText = { title: string; nextStep: string };

const texts: Readonly<
  Record<Exclude<TaskOutcome, 'pullRequest' | 'noChanges'>, FailureText>
> = {
  validationFailed: {
    title: 'The change did not pass the checks',
    nextStep:
      'See the tab “Checks” for the output of what failed. Retry, or create a task whose instructions say how to mend it.',
  },
  hookFailed: {
    title: 'A hook failed',
    nextStep: 'See its output in the log; retry once it is mended.',
  },
  tooLarge: {
    title: 'The change is too large',
    nextStep:
      'Narrow the instructions to a smaller change, or have an administrator raise the limits.',
  },
  conflict: {
    title: 'The change does not fit the repository any more',
    nextStep: 'Retry: the new task starts from the branch as it is now.',
  },
  agentFailed: {
    title: 'The agent failed',
    nextStep:
      'The end of the log shows what it did last. Retry, or make the instructions more exact.',
  },
  budgetExhausted: {
    title: 'The budget is used up',
    nextStep: 'Narrow the instructions, or have the budget raised; then retry.',
  },
  infrastructure: {
    title: 'The run broke down',
    nextStep:
      'The cause lies outside of the change. Retry; if it happens again, show the log to an administrator.',
  },
  accessDenied: {
    title: 'The repository could not be reached',
    nextStep:
      "Check the repository's address, and that the portal's credentials may read it; then retry.",
  },
  cancelled: {
    title: 'The task was cancelled',
    nextStep: 'Retry starts it again from the beginning.',
  },
  deadlineExceeded: {
    title: 'The task ran out of time',
    nextStep:
      'Retry, or create a task with a smaller change or a longer limit.',
  },
};

/** What to say about a task that ended without success. */
export function failureText(task: BackgroundTask): FailureText {
  const { outcome } = task;
  if (!outcome || outcome === 'pullRequest' || outcome === 'noChanges') {
    return {
      title: 'The task failed',
      nextStep: 'The log shows what happened. Retry starts it again.',
    };
  }
  return texts[outcome];
}
