import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  backgroundTaskCancelPermission,
  backgroundTaskReadPermission,
  backgroundTaskResourcePermissions,
  backgroundTaskRetryPermission,
  backgroundTaskTemplateReadPermission,
} from '@background-tasks/plugin-background-tasks-common';
import {
  backgroundTaskPermissionResourceRef,
  backgroundTaskPermissionRules,
  type BackgroundTaskQuery,
  type BackgroundTaskResource,
} from '@background-tasks/plugin-background-tasks-node';
import type { TaskCondition, TaskStore } from '../store';
import type { Task } from '../tasks/Task';
import type { CatalogLookup } from './CatalogLookup';
import type { Principal } from './Project';
import type { Projects } from './Projects';

const permissions = {
  read: backgroundTaskReadPermission,
  cancel: backgroundTaskCancelPermission,
  retry: backgroundTaskRetryPermission,
  readTemplate: backgroundTaskTemplateReadPermission,
};

/** What is decided task by task, or template by template. */
export type GuardedAction = keyof typeof permissions;

/** What is decided task by task. */
export type TaskAction = Exclude<GuardedAction, 'readTemplate'>;

/** The name of the permission for an action. */
export function permissionNameOf(action: GuardedAction): string {
  return permissions[action].name;
}

/** The part of a task that decides who may do what with it. */
export type GuardedTask = Pick<
  Task,
  'project' | 'name' | 'creator' | 'entityRef'
>;

type Options = {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  catalog: CatalogLookup;
  projects: Projects;
  store: TaskStore;
};

/**
 * Who may do what with which tasks. The permission policy decides; where it allows cancel or retry without conditions,
 * only the task's creator may, and the owners of its project and of its catalog entity. That the caller is a member of
 * the project is checked elsewhere, whatever the policy says.
 */
export class TaskPolicy {
  private readonly options: Options;
  private readonly authorizer: (
    decision: PolicyDecision,
    resource: BackgroundTaskResource | undefined,
  ) => boolean;
  private readonly transformer: (
    conditions: PermissionCriteria<PermissionCondition>,
  ) => PermissionCriteria<BackgroundTaskQuery>;

  private constructor(options: Options) {
    this.options = options;
    const ruleset = options.permissionsRegistry.getPermissionRuleset(
      backgroundTaskPermissionResourceRef,
    );
    this.authorizer = createConditionAuthorizer(ruleset);
    this.transformer = createConditionTransformer(ruleset);
  }

  /** Tells the permission framework of tasks as resources. */
  static register(options: Options): TaskPolicy {
    const { permissionsRegistry, store } = options;
    permissionsRegistry.addResourceType({
      resourceRef: backgroundTaskPermissionResourceRef,
      permissions: backgroundTaskResourcePermissions,
      rules: Object.values(backgroundTaskPermissionRules),
      getResources: refs =>
        Promise.all(
          refs.map(async ref => {
            const slash = ref.lastIndexOf('/');
            const task = await store.getTask(
              ref.slice(0, slash),
              ref.slice(slash + 1),
            );
            return task && resourceOf(task, options);
          }),
        ),
    });
    return new TaskPolicy(options);
  }

  /** Asks the policy about all of the actions at once. */
  async decide(
    actions: GuardedAction[],
    credentials: BackstageCredentials,
  ): Promise<PolicyDecision[]> {
    if (actions.length === 0) return [];
    return this.options.permissions.authorizeConditional(
      actions.map(action => ({ permission: permissions[action] })),
      { credentials },
    );
  }

  /** Whether a decision on an action holds for a task, for somebody who is a member of its project. */
  async allows(
    action: TaskAction,
    decision: PolicyDecision,
    task: GuardedTask,
    principal: Principal,
  ): Promise<boolean> {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return action === 'read' || this.isOwner(task, principal);
      case AuthorizeResult.CONDITIONAL:
        return this.authorizer(decision, await resourceOf(task, this.options));
      default:
        return false;
    }
  }

  /** Makes `allows` on each of some tasks a matter of memory: the catalog is asked at most once for all of them. */
  async prepare(
    decisions: PolicyDecision[],
    tasks: readonly GuardedTask[],
    { userEntityRef }: Principal,
  ): Promise<void> {
    const results = decisions.map(({ result }) => result);
    const isConditional = results.includes(AuthorizeResult.CONDITIONAL);
    if (!isConditional && !results.includes(AuthorizeResult.ALLOW)) return;
    const entityRefs = tasks
      .filter(({ creator }) => isConditional || creator !== userEntityRef)
      .flatMap(({ entityRef }) => entityRef ?? []);
    if (entityRefs.length === 0) return;
    await this.options.catalog.ownersOfEach([...new Set(entityRefs)]);
  }

  /** The tasks that a decision holds for, as a filter of lists; undefined where it holds for all. */
  async filterOf(decision: PolicyDecision): Promise<TaskCondition | undefined> {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return undefined;
      case AuthorizeResult.CONDITIONAL:
        return this.conditionOf(this.transformer(decision.conditions));
      default:
        return { anyOf: [] };
    }
  }

  private async isOwner(
    task: GuardedTask,
    principal: Principal,
  ): Promise<boolean> {
    if (task.creator === principal.userEntityRef) return true;
    const project = this.options.projects.get(task.project, principal);
    if (project.owners.some(ref => principal.memberOf.has(ref))) return true;
    const owners = await ownersOf(task, this.options);
    return owners.some(ref => principal.claims.includes(ref));
  }

  private async conditionOf(
    criteria: PermissionCriteria<BackgroundTaskQuery>,
  ): Promise<TaskCondition> {
    if (isAndCriteria(criteria)) {
      return { allOf: await this.conditionsOf(criteria.allOf) };
    }
    if (isOrCriteria(criteria)) {
      return { anyOf: await this.conditionsOf(criteria.anyOf) };
    }
    if (isNotCriteria(criteria)) {
      return { not: await this.conditionOf(criteria.not) };
    }
    switch (criteria.type) {
      case 'creator':
        return { creators: criteria.userEntityRefs };
      case 'projectMember':
        return this.options.projects.conditionOf(criteria.claims);
      case 'entityOwner':
        return {
          entityRefs: await this.options.catalog.ownedBy(criteria.claims),
        };
      default:
        return criteria satisfies never;
    }
  }

  private async conditionsOf(
    criteria: PermissionCriteria<BackgroundTaskQuery>[],
  ): Promise<TaskCondition[]> {
    return Promise.all(criteria.map(each => this.conditionOf(each)));
  }
}

async function resourceOf(
  task: GuardedTask,
  options: Options,
): Promise<BackgroundTaskResource> {
  return {
    project: task.project,
    name: task.name,
    creator: task.creator,
    projectMembers: options.projects.membersOf(task.project),
    entityOwners: await ownersOf(task, options),
  };
}

async function ownersOf(
  task: GuardedTask,
  options: Options,
): Promise<string[]> {
  return task.entityRef === null
    ? []
    : options.catalog.ownersOf(task.entityRef);
}
