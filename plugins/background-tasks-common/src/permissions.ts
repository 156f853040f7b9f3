import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type of a background task, for conditional decisions. @public */
export const RESOURCE_TYPE_BACKGROUND_TASK = 'background-task';

/** To create a background task. @public */
export const backgroundTaskCreatePermission = createPermission({
  name: 'backgroundTask.create',
  attributes: { action: 'create' },
});

/** To see a background task, its events, log and diff. @public */
export const backgroundTaskReadPermission = createPermission({
  name: 'backgroundTask.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_BACKGROUND_TASK,
});

/** To cancel a background task. @public */
export const backgroundTaskCancelPermission = createPermission({
  name: 'backgroundTask.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_BACKGROUND_TASK,
});

/** To retry a background task. @public */
export const backgroundTaskRetryPermission = createPermission({
  name: 'backgroundTask.retry',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_BACKGROUND_TASK,
});

/** All permissions of this plugin. @public */
export const backgroundTaskPermissions = [
  backgroundTaskCreatePermission,
  backgroundTaskReadPermission,
  backgroundTaskCancelPermission,
  backgroundTaskRetryPermission,
];
