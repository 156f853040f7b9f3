import { createPermission } from '@backstage/plugin-permission-common';

/** The type of tasks as resources of the permission framework. A resource ref is `<project>/<name>`. @public */
export const RESOURCE_TYPE_BACKGROUND_TASK = 'background-task';

/** The type of task templates as resources of the permission framework. A resource ref is `<project>/<name>`. @public */
export const RESOURCE_TYPE_BACKGROUND_TASK_TEMPLATE =
  'background-task-template';

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

/** To see a task template, and to use it for a task. @public */
export const backgroundTaskTemplateReadPermission = createPermission({
  name: 'backgroundTask.template.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_BACKGROUND_TASK_TEMPLATE,
});

/** To create, change and delete the task templates of a project. @public */
export const backgroundTaskTemplateManagePermission = createPermission({
  name: 'backgroundTask.template.manage',
  attributes: { action: 'update' },
});

/**
 * To run a step of a software template that has a task change CI workflows. What tasks may change at all is said by the
 * settings of their project.
 *
 * @public
 */
export const backgroundTaskCiWorkflowPermission = createPermission({
  name: 'backgroundTask.ciWorkflow.change',
  attributes: { action: 'update' },
});

/** To read who did what when in a project. @public */
export const backgroundTaskAuditReadPermission = createPermission({
  name: 'backgroundTask.audit.read',
  attributes: { action: 'read' },
});

/** The permissions that are decided task by task. @public */
export const backgroundTaskResourcePermissions = [
  backgroundTaskReadPermission,
  backgroundTaskCancelPermission,
  backgroundTaskRetryPermission,
];

/** The permissions that are decided task template by task template. @public */
export const backgroundTaskTemplateResourcePermissions = [
  backgroundTaskTemplateReadPermission,
];

/** The permissions that are not about one task or template. @public */
export const backgroundTaskGeneralPermissions = [
  backgroundTaskCreatePermission,
  backgroundTaskTemplateManagePermission,
  backgroundTaskCiWorkflowPermission,
  backgroundTaskAuditReadPermission,
];

/** All permissions of this plugin. @public */
export const backgroundTaskPermissions = [
  ...backgroundTaskResourcePermissions,
  ...backgroundTaskTemplateResourcePermissions,
  ...backgroundTaskGeneralPermissions,
];
