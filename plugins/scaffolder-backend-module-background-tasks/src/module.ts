import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { backgroundTasksServiceRef } from '@background-tasks/plugin-background-tasks-node';
import {
  createBackgroundTaskAction,
  runTaskTemplateAction,
  waitForBackgroundTaskAction,
} from './actions';

/** Adds the Background Tasks actions to the scaffolder. @public */
export const scaffolderModuleBackgroundTasks = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'background-tasks',
  register(env) {
    env.registerInit({
      deps: {
        backgroundTasks: backgroundTasksServiceRef,
        config: coreServices.rootConfig,
        permissions: coreServices.permissions,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ backgroundTasks, config, permissions, scaffolder }) {
        const options = {
          backgroundTasks,
          permissions,
          portalUrl: config.getString('app.baseUrl').replace(/\/+$/, ''),
        };
        scaffolder.addActions(
          createBackgroundTaskAction(options),
          waitForBackgroundTaskAction(options),
          runTaskTemplateAction(options),
        );
      },
    });
  },
});
