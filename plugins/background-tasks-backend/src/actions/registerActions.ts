import type { AuthService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError, ResponseError } from '@backstage/errors';
import type { BackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';
import { registerCancelAction } from './cancelBackgroundTask';
import { registerCreateAction } from './createBackgroundTask';
import { registerGetAction } from './getBackgroundTask';
import { registerListAction } from './listBackgroundTasks';
import { registerRetryAction } from './retryBackgroundTask';
import type { ActionDeps } from './types';

/**
 * Offers tasks in the actions registry, and so as MCP tools. Each action is a call of the API on behalf of the user who
 * invokes it: what the API checks, limits and audits holds for them without being said twice.
 */
export function registerActions(options: {
  actionsRegistry: ActionsRegistryService;
  auth: AuthService;
  backgroundTasks: BackgroundTasksService;
}): void {
  const { actionsRegistry, auth, backgroundTasks } = options;
  const deps: ActionDeps = {
    actionsRegistry,
    async asUser(credentials, call) {
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new NotAllowedError(
          'Background tasks are created and seen by users: invoke this action as a user',
        );
      }
      try {
        return await call(backgroundTasks, { credentials });
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
  registerCreateAction(deps);
  registerGetAction(deps);
  registerListAction(deps);
  registerCancelAction(deps);
  registerRetryAction(deps);
}

/** The API's own error, by whose name the registry knows the status, and whose words say what to do. */
function refusalOf(error: unknown): unknown {
  return error instanceof ResponseError ? error.cause : error;
}
