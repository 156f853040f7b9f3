import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { BackgroundTasksReader } from './BackgroundTasksReader';
import { readSettings } from './readSettings';
import { hideForeignTasks } from './hideForeignTasks';
import { TaskCollatorFactory } from './TaskCollatorFactory';

/** Adds background tasks to what the portal's search finds. @public */
export const searchModuleBackgroundTasks = createBackendModule({
  pluginId: 'search',
  moduleId: 'background-tasks',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        index: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, httpAuth, logger, ...deps }) {
        const settings = readSettings(config);
        const reader = new BackgroundTasksReader({ auth, discovery });
        // Modules are there before their plugin: all that the search answers passes through this.
        deps.httpRouter.use(hideForeignTasks({ httpAuth, logger, reader }));
        deps.index.addCollator({
          schedule: deps.scheduler.createScheduledTaskRunner(settings.schedule),
          factory: new TaskCollatorFactory({ logger, reader, settings }),
        });
      },
    });
  },
});
