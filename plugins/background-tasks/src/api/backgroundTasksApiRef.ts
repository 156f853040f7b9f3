import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  BackgroundTasksApi,
  BackgroundTasksOverviewApi,
  BackgroundTaskTemplatesApi,
} from '@background-tasks/plugin-background-tasks-common';

/** The calls of the Background Tasks backend. @public */
export const backgroundTasksApiRef = createApiRef<
  BackgroundTasksApi & BackgroundTaskTemplatesApi & BackgroundTasksOverviewApi
>().with({
  id: 'plugin.background-tasks.client',
  pluginId: 'background-tasks',
});
