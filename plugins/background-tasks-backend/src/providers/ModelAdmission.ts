import { ConflictError, InputError } from '@backstage/errors';
import type { TaskBudget } from '@background-tasks/plugin-background-tasks-common';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import type { ModelStore } from '../store';
import { withCode } from '../tasks/errors';
import { invalid } from '../tasks/invalid';
import type { NewTask } from '../tasks/Task';
import type { Budgets } from './readBudgets';
import { whyUnavailable } from './resolveProviders';

/** What is asked of a task's agent and its model before the task is accepted. */
export class ModelAdmission {
  constructor(
    private readonly options: {
      providers: readonly AgentProvider[];
      budgets: Budgets;
      store: Pick<ModelStore, 'exhaustedBudget'>;
    },
  ) {}

  /** The budget of a task that names none. */
  defaultBudget(project: string, provider: string): TaskBudget | null {
    if (!this.find(provider)?.credential) return null;
    return this.options.budgets.of(project).task ?? null;
  }

  /** @throws InputError or ConflictError that says what is missing, where the task could not run */
  async check(
    task: Pick<NewTask, 'project' | 'provider' | 'model' | 'budget'>,
  ): Promise<void> {
    const provider = this.find(task.provider);
    if (!provider) return;
    await this.checkRuns(provider);
    if (!provider.credential) return;
    const model = task.model ?? provider.defaultModel;
    if (model === undefined) {
      throw invalid(
        'model',
        `the provider '${provider.id}' has no model of its own: name one, or set 'backgroundTasks.providers.${provider.id}.defaultModel'`,
      );
    }
    const { day, month } = this.options.budgets.of(task.project);
    if ([task.budget, day, month].some(budget => budget?.usd !== undefined)) {
      checkPrice(provider, model);
    }
    const exhausted = await this.options.store.exhaustedBudget(task.project, {
      day,
      month,
    });
    if (exhausted) {
      throw withCode(
        new ConflictError(`No task can use a model now: ${exhausted}`),
        'budgetExhausted',
      );
    }
  }

  private async checkRuns(provider: AgentProvider): Promise<void> {
    const reason = await whyUnavailable(provider);
    if (reason === undefined) return;
    throw withCode(
      new InputError(
        `Invalid 'provider': '${provider.id}' cannot run here: ${reason}`,
      ),
      'providerUnavailable',
      'provider',
    );
  }

  private find(id: string): AgentProvider | undefined {
    return this.options.providers.find(provider => provider.id === id);
  }
}

function checkPrice({ id, models }: AgentProvider, model: string): void {
  const price = models?.find(known => known.id === model)?.price;
  if (price) return;
  throw invalid(
    'budget',
    `the price of '${model}' is unknown, so a budget in USD cannot be kept: set it in 'backgroundTasks.providers.${id}.models', or give a budget in tokens`,
  );
}
