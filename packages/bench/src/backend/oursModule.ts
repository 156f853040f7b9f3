import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { backgroundTasksExtensionPoint } from '@background-tasks/plugin-background-tasks-node';
import { BenchExecutor } from './BenchExecutor';
import { gates, meters, modelDoors } from './shared';

/** Puts the benchmark's executor and meter into our plugin. */
export const oursModule = createBackendModule({
  pluginId: 'background-tasks',
  moduleId: 'bench',
  register(env) {
    env.registerInit({
      deps: {
        database: coreServices.database,
        extensions: backgroundTasksExtensionPoint,
      },
      async init({ database, extensions }) {
        extensions.addExecutor(new BenchExecutor(gates, modelDoors));
        await meters.ours.watch(database);
      },
    });
  },
});
