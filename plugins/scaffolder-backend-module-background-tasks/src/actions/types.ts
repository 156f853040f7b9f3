import type { BackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';

/** What the actions work with. @public */
export type BackgroundTaskActionOptions = {
  backgroundTasks: BackgroundTasksService;
  /** The portal's address, without a slash at the end. */
  portalUrl: string;
};
