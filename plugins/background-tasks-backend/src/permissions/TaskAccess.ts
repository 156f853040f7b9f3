import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { TaskCondition, TemplateCondition } from '../store';
import type { Principal } from './Project';
import type {
  GuardedAction,
  GuardedTask,
  TaskAction,
  TaskPolicy,
} from './TaskPolicy';
import type { GuardedTemplate, TemplatePolicy } from './TemplatePolicy';

/** What a caller may do of what is decided task by task. */
export type May = Record<Exclude<TaskAction, 'read'>, boolean>;

/** What one caller may do with which tasks and templates. The policy is asked once for what is known to be needed. */
export class TaskAccess {
  private readonly decisions = new Map<
    GuardedAction,
    Promise<PolicyDecision>
  >();

  constructor(
    private readonly options: {
      policy: TaskPolicy;
      templates: TemplatePolicy;
      credentials: BackstageCredentials;
      principal: Principal;
      /** The actions that will be asked for: one call to the policy decides them all. */
      actions: GuardedAction[];
    },
  ) {
    this.ask(options.actions);
  }

  /** Whether the policy refuses an action whatever the task. */
  async isRefused(action: GuardedAction): Promise<boolean> {
    const { result } = await this.decision(action);
    return result === AuthorizeResult.DENY;
  }

  /** Whether the caller, a member of the task's project, may do this with it. */
  async may(action: TaskAction, task: GuardedTask): Promise<boolean> {
    const { policy, principal } = this.options;
    return policy.allows(action, await this.decision(action), task, principal);
  }

  /** What the caller, a member of their projects, may do with each of some tasks. */
  async mayWithEach(tasks: readonly GuardedTask[]): Promise<May[]> {
    const { policy, principal } = this.options;
    const decisions = await Promise.all([
      this.decision('cancel'),
      this.decision('retry'),
    ]);
    await policy.prepare(decisions, tasks, principal);
    return Promise.all(
      tasks.map(async task => ({
        cancel: await this.may('cancel', task),
        retry: await this.may('retry', task),
      })),
    );
  }

  /** Whether the caller, a member of the template's project, may see it. */
  async mayReadTemplate(template: GuardedTemplate): Promise<boolean> {
    const { templates } = this.options;
    return templates.allows(await this.decision('readTemplate'), template);
  }

  /** The templates that the caller may see among those of their projects; undefined where these are all. */
  async readableTemplates(): Promise<TemplateCondition | undefined> {
    const { templates } = this.options;
    return templates.filterOf(await this.decision('readTemplate'));
  }

  /** The tasks that the caller may see among those of their projects; undefined where these are all. */
  async readable(): Promise<TaskCondition | undefined> {
    return this.options.policy.filterOf(await this.decision('read'));
  }

  private async decision(action: GuardedAction): Promise<PolicyDecision> {
    const known = this.decisions.get(action);
    if (known) return known;
    this.ask([action]);
    return this.decision(action);
  }

  private ask(actions: GuardedAction[]): void {
    const { policy, credentials } = this.options;
    const asked = policy.decide(actions, credentials);
    for (const [index, action] of actions.entries()) {
      const decision = asked.then(decisions => decisions[index]);
      // Whoever needs the decision gets the failure; one that nobody comes to need must not end the process.
      decision.catch(() => undefined);
      this.decisions.set(action, decision);
    }
  }
}
