import { createPermission } from '@backstage/plugin-permission-common';

/** To create a background task. @public */
export const backgroundTaskCreatePermission = createPermission({
  name: 'backgroundTask.create',
  attributes: { action: 'create' },
});

/** To see a background task, its events, log and diff. @public */
export const backgroundTaskReadPermission = createPermission({
  name: 'backgroundTask.read',
  attributes: { action: 'read' },
});

/** To cancel a background task. @public */
export const backgroundTaskCancelPermission = createPermission({
  name: 'backgroundTask.cancel',
  attributes: { action: 'update' },
});

/** To retry a background task. @public */
export const backgroundTaskRetryPermission = createPermission({
  name: 'backgroundTask.retry',
  attributes: { action: 'update' },
});

/** All permissions of this plugin. @public */
export const backgroundTaskPermissions = [
  backgroundTaskCreatePermission,
  backgroundTaskReadPermission,
  backgroundTaskCancelPermission,
  backgroundTaskRetryPermission,
];
