import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
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
import { backgroundTaskTemplateResourcePermissions } from '@background-tasks/plugin-background-tasks-common';
import {
  backgroundTaskTemplatePermissionResourceRef,
  backgroundTaskTemplatePermissionRules,
  type BackgroundTaskTemplateQuery,
  type BackgroundTaskTemplateResource,
} from '@background-tasks/plugin-background-tasks-node';
import type { TemplateCondition, TemplateStore } from '../store';
import type { Template } from '../templates';
import type { Projects } from './Projects';

/** The part of a template that decides who may see it. */
export type GuardedTemplate = Pick<Template, 'project' | 'name' | 'createdBy'>;

type Options = {
  permissionsRegistry: PermissionsRegistryService;
  projects: Pick<Projects, 'conditionOf' | 'membersOf'>;
  store: Pick<TemplateStore, 'get'>;
};

/** Who may see which task templates of their projects: what the permission policy says. */
export class TemplatePolicy {
  private readonly authorizer: (
    decision: PolicyDecision,
    resource: BackgroundTaskTemplateResource | undefined,
  ) => boolean;
  private readonly transformer: (
    conditions: PermissionCriteria<PermissionCondition>,
  ) => PermissionCriteria<BackgroundTaskTemplateQuery>;

  private constructor(private readonly options: Options) {
    const ruleset = options.permissionsRegistry.getPermissionRuleset(
      backgroundTaskTemplatePermissionResourceRef,
    );
    this.authorizer = createConditionAuthorizer(ruleset);
    this.transformer = createConditionTransformer(ruleset);
  }

  /** Tells the permission framework of task templates as resources. */
  static register(options: Options): TemplatePolicy {
    const { permissionsRegistry, store } = options;
    permissionsRegistry.addResourceType({
      resourceRef: backgroundTaskTemplatePermissionResourceRef,
      permissions: backgroundTaskTemplateResourcePermissions,
      rules: Object.values(backgroundTaskTemplatePermissionRules),
      getResources: refs =>
        Promise.all(
          refs.map(async ref => {
            const slash = ref.lastIndexOf('/');
            const template = await store.get(
              ref.slice(0, slash),
              ref.slice(slash + 1),
            );
            return template && resourceOf(template, options);
          }),
        ),
    });
    return new TemplatePolicy(options);
  }

  /** Whether a decision holds for a template, for somebody who is a member of its project. */
  allows(decision: PolicyDecision, template: GuardedTemplate): boolean {
    return this.authorizer(decision, resourceOf(template, this.options));
  }

  /** The templates that a decision holds for, as a filter of lists; undefined where it holds for all. */
  filterOf(decision: PolicyDecision): TemplateCondition | undefined {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return undefined;
      case AuthorizeResult.CONDITIONAL:
        return this.conditionOf(this.transformer(decision.conditions));
      default:
        return { anyOf: [] };
    }
  }

  private conditionOf(
    criteria: PermissionCriteria<BackgroundTaskTemplateQuery>,
  ): TemplateCondition {
    if (isAndCriteria(criteria)) {
      return { allOf: criteria.allOf.map(each => this.conditionOf(each)) };
    }
    if (isOrCriteria(criteria)) {
      return { anyOf: criteria.anyOf.map(each => this.conditionOf(each)) };
    }
    if (isNotCriteria(criteria)) {
      return { not: this.conditionOf(criteria.not) };
    }
    switch (criteria.type) {
      case 'creator':
        return { creators: criteria.userEntityRefs };
      case 'projectMember':
        return this.options.projects.conditionOf(criteria.claims);
      default:
        return criteria satisfies never;
    }
  }
}

function resourceOf(
  { project, name, createdBy }: GuardedTemplate,
  { projects }: Pick<Options, 'projects'>,
): BackgroundTaskTemplateResource {
  return {
    project,
    name,
    creator: createdBy,
    projectMembers: projects.membersOf(project),
  };
}
