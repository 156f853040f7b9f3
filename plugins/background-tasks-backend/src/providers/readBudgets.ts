import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';

/** What may be used up. */
export type ProjectBudgets = {
  /** By a task that names no budget. */
  task?: TaskBudget;
  /** By all tasks of a project, per day and month of UTC. */
  day?: TaskBudget;
  month?: TaskBudget;
};

/** The budgets of each project. */
export type Budgets = { of(project: string): ProjectBudgets };

/**
 * Reads `backgroundTasks.budgets` and what `projects[].budget` says otherwise.
 *
 * @throws InputError that names the field
 */
export function readBudgets(config: Config | undefined): Budgets {
  const section = config?.getOptionalConfig('budgets');
  const common: ProjectBudgets = {
    task: budgetOf('backgroundTasks.budgets.task', section, 'task'),
    day: budgetOf(
      'backgroundTasks.budgets.project.day',
      section,
      'project.day',
    ),
    month: budgetOf(
      'backgroundTasks.budgets.project.month',
      section,
      'project.month',
    ),
  };
  const own = new Map<string, ProjectBudgets>();
  for (const project of config?.getOptionalConfigArray('projects') ?? []) {
    const name = project.getString('name');
    const budget = project.getOptionalConfig('budget');
    const read = (key: string) =>
      budgetOf(`projects[${name}].budget.${key}`, budget, key);
    own.set(name, {
      task: read('task') ?? common.task,
      day: read('day') ?? common.day,
      month: read('month') ?? common.month,
    });
  }
  return { of: project => own.get(project) ?? common };
}

function budgetOf(
  path: string,
  config: Config | undefined,
  key: string,
): TaskBudget | undefined {
  const budget = config?.getOptionalConfig(key);
  if (!budget) return undefined;
  const read = (unit: 'usd' | 'tokens') => {
    const value = budget.getOptionalNumber(unit);
    if (value !== undefined && !(value > 0)) {
      throw new InputError(
        `Invalid configuration '${path}.${unit}': it must be more than 0`,
      );
    }
    return value;
  };
  const [usd, tokens] = [read('usd'), read('tokens')];
  return {
    ...(usd !== undefined && { usd }),
    ...(tokens !== undefined && { tokens }),
  };
}
