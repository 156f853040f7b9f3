import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import { ModelGateway, type GatewayProvider } from '../gateway';
import type { AgentRuns } from '../orchestration';
import type { Committed, ModelStore } from '../store';
import type { Task } from '../tasks';
import { ModelAdmission } from './ModelAdmission';
import type { Budgets } from './readBudgets';
import type { ProviderSettings } from './readProviders';

/** Calls that are cut off are counted within moments. */
const COUNTED_WITHIN_MS = 5_000;
const LOOK_MS = 50;

/** The agents of this deployment with their models: whether a task may use one, and what it needs to reach them. */
export class Agents implements AgentRuns {
  readonly admission: ModelAdmission;
  readonly gateway: ModelGateway;
  /** The keys of all providers, to be taken out of texts. */
  readonly keys: string[];
  private readonly options: {
    providers: readonly AgentProvider[];
    settings: Map<string, ProviderSettings>;
    store: ModelStore;
    urlOf: (provider: string) => string;
  };

  constructor(options: {
    providers: readonly AgentProvider[];
    settings: Map<string, ProviderSettings>;
    budgets: Budgets;
    store: ModelStore;
    /** The base address of a provider's models at the gateway. */
    urlOf: (provider: string) => string;
    /** A task's row changed by a call. */
    onCommitted: (committed: Committed) => void;
    logger: LoggerService;
  }) {
    const { budgets, providers, settings } = options;
    this.options = options;
    this.keys = [...settings.values()].flatMap(({ apiKey }) => apiKey ?? []);
    this.admission = new ModelAdmission(options);
    this.gateway = new ModelGateway({
      ...options,
      providers: providers.flatMap(
        provider => gatewayProviderOf(provider, settings) ?? [],
      ),
      limitsOf: project => {
        const { day, month } = budgets.of(project);
        return { day, month };
      },
    });
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

function gatewayProviderOf(
  { id, credential, models = [], takesAnyModel }: AgentProvider,
  settings: Map<string, ProviderSettings>,
): GatewayProvider | undefined {
  const set = settings.get(id);
  if (!credential || !set?.apiKey) return undefined;
  return {
    id,
    dialects: credential.dialects,
    baseUrl: set.baseUrl ?? credential.baseUrl,
    apiKey: set.apiKey,
    prices: new Map(models.map(model => [model.id, model.price])),
    takesAnyModel: takesAnyModel ?? false,
    storePrompts: set.storePrompts,
  };
}
