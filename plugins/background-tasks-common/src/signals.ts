/** The channel of signals about tasks. @public */
export const BACKGROUND_TASKS_SIGNAL_CHANNEL = 'background-tasks';

/** A signal: the task has changed, and what is shown of it should be fetched again. @public */
export type BackgroundTasksSignal = {
  action: 'refetch';
  project: string;
  name: string;
};
