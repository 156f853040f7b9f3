import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';

/** The keys of this plugin's server state. */
export const queryKeys = {
  lists: ['background-tasks', 'list'],
  list: (request: object) => ['background-tasks', 'list', request],
  projects: ['background-tasks', 'projects'],
  task: (ref: BackgroundTaskRef) => [
    'background-tasks',
    'task',
    ref.project,
    ref.name,
  ],
  diff: (ref: BackgroundTaskRef, revision: string) => [
    'background-tasks',
    'diff',
    ref.project,
    ref.name,
    revision,
  ],
} as const;
