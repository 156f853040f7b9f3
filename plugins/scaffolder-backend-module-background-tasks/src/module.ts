import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { BackgroundTasksClient } from '@background-tasks/plugin-background-tasks-common';
import { createBackgroundTaskAction } from './actions';

/** Adds the Background Tasks actions to the scaffolder. @public */
export const scaffolderModuleBackgroundTasks = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'background-tasks',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, config, discovery, scaffolder }) {
        scaffolder.addActions(
          createBackgroundTaskAction({
            auth,
            api: new BackgroundTasksClient({
              discoveryApi: discovery,
              fetchApi: { fetch },
            }),
            portalUrl: config.getString('app.baseUrl').replace(/\/+$/, ''),
          }),
        );
      },
    });
  },
});
