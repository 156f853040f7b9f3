import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { BackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';

/** What the actions work with. @public */
export type BackgroundTaskActionOptions = {
  backgroundTasks: BackgroundTasksService;
  /** Asked for what the backend cannot know that it is asked for. */
  permissions: Pick<PermissionsService, 'authorize'>;
  /** The portal's address, without a slash at the end. */
  portalUrl: string;
};
