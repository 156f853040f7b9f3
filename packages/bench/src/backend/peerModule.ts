import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import type { Behaviour } from '../behaviour';
import { gates, meters } from './shared';
import { speak } from './speak';

/** The same work as that of our executor, as an action of the scaffolder. */
const benchAction = createTemplateAction({
  id: 'bench:run',
  description: 'Says lines',
  schema: {
    input: { behaviour: z => z.string() },
  },
  async handler(ctx) {
    const behaviour: Behaviour = JSON.parse(
      decodeURIComponent(ctx.input.behaviour),
    );
    const signal = ctx.signal ?? new AbortController().signal;
    for await (const lines of speak(behaviour, gates, signal)) {
      for (const line of lines) ctx.logger.info(line);
      // Lines of the scaffolder are not awaited: without a pause none of them would be stored before the last is said.
      await new Promise(resolve => setImmediate(resolve));
    }
  },
});

/** Puts the benchmark's action and meter into the scaffolder. */
export const peerModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'bench',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        database: coreServices.database,
      },
      async init({ actions, database }) {
        actions.addActions(benchAction);
        await meters.peer.watch(database);
      },
    });
  },
});
