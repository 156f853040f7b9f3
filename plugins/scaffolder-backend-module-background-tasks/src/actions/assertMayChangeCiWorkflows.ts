import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { backgroundTaskCiWorkflowPermission as permission } from '@background-tasks/plugin-background-tasks-common';
import type { BackgroundTaskActionOptions } from './types';

/**
 * That the user who runs the template may have CI workflows changed: what runs with a repository's secrets is not for
 * everybody to change.
 *
 * @throws NotAllowedError that names the permission
 */
export async function assertMayChangeCiWorkflows(
  ctx: Pick<ActionContext<{}>, 'getInitiatorCredentials'>,
  { permissions }: Pick<BackgroundTaskActionOptions, 'permissions'>,
): Promise<void> {
  const [decision] = await permissions.authorize([{ permission }], {
    credentials: await ctx.getInitiatorCredentials(),
  });
  if (decision?.result === AuthorizeResult.ALLOW) return;
  throw new NotAllowedError(
    `The permission policy does not let you have CI workflows changed: it needs '${permission.name}'. No task was made; ask your administrator for it`,
  );
}
