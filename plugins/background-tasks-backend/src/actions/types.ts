import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { BackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';

/** What an action stands on. */
export type ActionDeps = {
  actionsRegistry: ActionsRegistryService;
  /** Calls the API as the user of the credentials, and throws what it refuses. */
  asUser: <T>(
    credentials: BackstageCredentials,
    call: (
      backgroundTasks: BackgroundTasksService,
      options: { credentials: BackstageCredentials },
    ) => Promise<T>,
  ) => Promise<T>;
};
