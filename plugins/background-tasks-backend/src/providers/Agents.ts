import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import type { AgentRuns } from '../orchestration';
import type { ModelStore } from '../store';
import type { Task } from '../tasks';
import { ModelAdmission } from './ModelAdmission';
import type { Budgets } from './readBudgets';
import type { ProviderSettings } from './readProviders';

/** Calls that are cut off are counted within moments. */
const COUNTED_WITHIN_MS = 5_000;
const LOOK_MS = 50;

/** The agents of this deployment: whether a task may use one, and what it needs to reach its models. */
export class Agents implements AgentRuns {
  readonly admission: ModelAdmission;

  constructor(
    private readonly options: {
      providers: readonly AgentProvider[];
      settings: Map<string, ProviderSettings>;
      budgets: Budgets;
      store: ModelStore;
      /** The base address of a provider's models at the gateway. */
      urlOf: (provider: string) => string;
    },
  ) {
    this.admission = new ModelAdmission(options);
  }

  specOf(task: Task): ReturnType<AgentRuns['specOf']> {
    const { providers, settings, urlOf } = this.options;
    const provider = providers.find(({ id }) => id === task.provider);
    const set = settings.get(task.provider);
    const model = task.model ?? provider?.defaultModel;
    return {
      ...(model !== undefined && { model }),
      ...(provider?.credential && { gatewayUrl: urlOf(provider.id) }),
      ...(set?.maxTurns && { maxTurns: set.maxTurns }),
      ...(set?.silenceSeconds && { silenceSeconds: set.silenceSeconds }),
    };
  }

  async callsCounted(taskUid: string): Promise<void> {
    const giveUpAt = Date.now() + COUNTED_WITHIN_MS;
    while (await this.options.store.hasReservations(taskUid)) {
      if (Date.now() > giveUpAt) return;
      await sleep(LOOK_MS);
    }
  }
}
