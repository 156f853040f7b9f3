import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_BACKGROUND_TASK_TEMPLATE } from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';

/** What permission rules know of a task template. @public */
export type BackgroundTaskTemplateResource = {
  project: string;
  name: string;
  /** The entity ref of the user who created it. */
  creator: string;
  /** The entity refs that are members of its project as such: groups, and users that are named one by one. */
  projectMembers: string[];
};

/** A permission rule as a question that a list of task templates can be filtered by. @public */
export type BackgroundTaskTemplateQuery =
  | { type: 'creator'; userEntityRefs: string[] }
  | { type: 'projectMember'; claims: string[] };

/** Task templates as resources of the permission framework. @public */
export const backgroundTaskTemplatePermissionResourceRef =
  createPermissionResourceRef<
    BackgroundTaskTemplateResource,
    BackgroundTaskTemplateQuery
  >().with({
    pluginId: 'background-tasks',
    resourceType: RESOURCE_TYPE_BACKGROUND_TASK_TEMPLATE,
  });

/** The lists that a policy may give as parameters of a rule: a user's groups are hundreds at most. */
const entityRefs = z.array(z.string()).max(1_000);

const isCreator = createPermissionRule({
  name: 'IS_CREATOR',
  description: 'Allow for task templates that one of these users created',
  resourceRef: backgroundTaskTemplatePermissionResourceRef,
  paramsSchema: z.object({
    userEntityRefs: entityRefs.describe('Entity refs of users'),
  }),
  apply: (template, { userEntityRefs }) =>
    userEntityRefs.includes(template.creator),
  toQuery: ({ userEntityRefs }) => ({ type: 'creator', userEntityRefs }),
});

const isProjectMember = createPermissionRule({
  name: 'IS_PROJECT_MEMBER',
  description:
    'Allow for task templates of projects that one of these is a member of',
  resourceRef: backgroundTaskTemplatePermissionResourceRef,
  paramsSchema: z.object({
    claims: entityRefs.describe('Entity refs of a user and their groups'),
  }),
  apply: ({ projectMembers }, { claims }) =>
    projectMembers.some(ref => claims.includes(ref)),
  toQuery: ({ claims }) => ({ type: 'projectMember', claims }),
});

/** The rules by which a permission policy can decide on task templates. @public */
export const backgroundTaskTemplatePermissionRules = {
  isCreator,
  isProjectMember,
};

const conditionExports = createConditionExports({
  resourceRef: backgroundTaskTemplatePermissionResourceRef,
  rules: backgroundTaskTemplatePermissionRules,
});

/** Conditions of a permission policy on task templates, as `backgroundTaskConditions` are on tasks. @public */
export const backgroundTaskTemplateConditions = conditionExports.conditions;

/** Makes a decision of a permission policy on task templates out of conditions. @public */
export const createBackgroundTaskTemplateConditionalDecision =
  conditionExports.createConditionalDecision;
