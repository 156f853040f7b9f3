import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_BACKGROUND_TASK } from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';

/** What permission rules know of a task. @public */
export type BackgroundTaskResource = {
  project: string;
  name: string;
  /** The entity ref of the user who created it. */
  creator: string;
  /** The entity refs that are members of its project as such: groups, and users that are named one by one. */
  projectMembers: string[];
  /** The entity refs that own the catalog entity that the task is for; empty where it is for none. */
  entityOwners: string[];
};

/** A permission rule as a question that a list of tasks can be filtered by. @public */
export type BackgroundTaskQuery =
  | { type: 'creator'; userEntityRefs: string[] }
  | { type: 'projectMember'; claims: string[] }
  | { type: 'entityOwner'; claims: string[] };

/** Tasks as resources of the permission framework. @public */
export const backgroundTaskPermissionResourceRef = createPermissionResourceRef<
  BackgroundTaskResource,
  BackgroundTaskQuery
>().with({
  pluginId: 'background-tasks',
  resourceType: RESOURCE_TYPE_BACKGROUND_TASK,
});

/** The lists that a policy may give as parameters of a rule: a user's groups are hundreds at most. */
const entityRefs = z.array(z.string()).max(1_000);

const isCreator = createPermissionRule({
  name: 'IS_CREATOR',
  description: 'Allow for tasks that one of these users created',
  resourceRef: backgroundTaskPermissionResourceRef,
  paramsSchema: z.object({
    userEntityRefs: entityRefs.describe('Entity refs of users'),
  }),
  apply: (task, { userEntityRefs }) => userEntityRefs.includes(task.creator),
  toQuery: ({ userEntityRefs }) => ({ type: 'creator', userEntityRefs }),
});

const isProjectMember = createPermissionRule({
  name: 'IS_PROJECT_MEMBER',
  description: 'Allow for tasks of projects that one of these is a member of',
  resourceRef: backgroundTaskPermissionResourceRef,
  paramsSchema: z.object({
    claims: entityRefs.describe('Entity refs of a user and their groups'),
  }),
  apply: (task, { claims }) => meet(task.projectMembers, claims),
  toQuery: ({ claims }) => ({ type: 'projectMember', claims }),
});

const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow for tasks on catalog entities that one of these owns',
  resourceRef: backgroundTaskPermissionResourceRef,
  paramsSchema: z.object({
    claims: entityRefs.describe('Entity refs of a user and their groups'),
  }),
  apply: (task, { claims }) => meet(task.entityOwners, claims),
  toQuery: ({ claims }) => ({ type: 'entityOwner', claims }),
});

/** The rules by which a permission policy can decide on tasks. @public */
export const backgroundTaskPermissionRules = {
  isCreator,
  isProjectMember,
  isEntityOwner,
};

const conditionExports = createConditionExports({
  resourceRef: backgroundTaskPermissionResourceRef,
  rules: backgroundTaskPermissionRules,
});

/** Conditions of a permission policy, such as `isCreator({userEntityRefs: [user.identity.userEntityRef]})`. @public */
export const backgroundTaskConditions = conditionExports.conditions;

/** Makes a decision of a permission policy out of conditions. @public */
export const createBackgroundTaskConditionalDecision =
  conditionExports.createConditionalDecision;

function meet(these: string[], those: string[]): boolean {
  return these.some(ref => those.includes(ref));
}
