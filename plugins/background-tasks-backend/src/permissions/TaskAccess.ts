import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { TaskCondition } from '../store';
import type { Principal } from './Project';
import type { GuardedTask, TaskAction, TaskPolicy } from './TaskPolicy';

/** What one caller may do with which tasks. The policy is asked once for what is known to be needed. */
export class TaskAccess {
  private readonly decisions = new Map<TaskAction, Promise<PolicyDecision>>();

  constructor(
    private readonly options: {
      policy: TaskPolicy;
      credentials: BackstageCredentials;
      principal: Principal;
      /** The actions that will be asked for: one call to the policy decides them all. */
      actions: TaskAction[];
    },
  ) {
    this.ask(options.actions);
  }

  /** Whether the policy refuses an action whatever the task. */
  async isRefused(action: TaskAction): Promise<boolean> {
    const { result } = await this.decision(action);
    return result === AuthorizeResult.DENY;
  }

  /** Whether the caller, a member of the task's project, may do this with it. */
  async may(action: TaskAction, task: GuardedTask): Promise<boolean> {
    const { policy, principal } = this.options;
    return policy.allows(action, await this.decision(action), task, principal);
  }

  /** The tasks that the caller may see among those of their projects; undefined where these are all. */
  async readable(): Promise<TaskCondition | undefined> {
    return this.options.policy.filterOf(await this.decision('read'));
  }

  private async decision(action: TaskAction): Promise<PolicyDecision> {
    const known = this.decisions.get(action);
    if (known) return known;
    this.ask([action]);
    return this.decision(action);
  }

  private ask(actions: TaskAction[]): void {
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
