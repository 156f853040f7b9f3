/** What to say about a task that ended without success: how, and what to do next. */
export const failureMessages = {
  unknown: {
    title: 'The task failed',
    nextStep: 'The log shows what happened. Retry starts it again.',
  },
  validationFailed: {
    title: 'The change did not pass the checks',
    nextStep:
      'See the tab “Checks” for the output of what failed. Retry, or create a task whose instructions say how to mend it.',
  },
  hookFailed: {
    title: 'A command of the task failed',
    nextStep:
      'A task may run commands before and after its agent (see “Details”), and one of them did not succeed. Its output stands in the log. Mend the command, then retry or create the task anew.',
  },
  tooLarge: {
    title: 'The change holds what may not come out',
    nextStep:
      'It is too large, or touches what is protected: the cause says which. Narrow the instructions, or have an administrator allow it by name for this project; then retry.',
  },
  conflict: {
    title: 'The repository has moved on',
    nextStep:
      'Since the task began, others changed the files that it changes. Retry: the new task starts from the branch as it is now.',
  },
  agentFailed: {
    title: 'The agent failed',
    nextStep:
      'The tab “Activity” shows what it did last, and the log what it printed. Retry; if it happens again, make the instructions more exact, or choose another agent or model.',
  },
  budgetExhausted: {
    title: 'The budget is used up',
    nextStep:
      'The agent was stopped before the call that would have exceeded it. Narrow the instructions, or create the task with a larger budget; if the budget is that of the project, wait for the next day or month, or ask an administrator.',
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
  spent: {
    free: 'It used {{cost}} ({{tokens}}).',
    ofMoney: 'It used {{cost}} of {{budget}} ({{tokens}}).',
    ofTokens:
      'It used {{cost}} ({{tokens}}; its budget is {{limit, number}} tokens).',
    ofBoth:
      'It used {{cost}} of {{budget}} ({{tokens}}; its budget is {{limit, number}} tokens).',
  },
} as const;
