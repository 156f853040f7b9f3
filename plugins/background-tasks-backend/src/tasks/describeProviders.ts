import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import type {
  AgentModel,
  AgentProvider,
} from '@background-tasks/plugin-background-tasks-node';
import type { ProviderSettings } from '../providers';
import { whyUnavailable } from '../providers/resolveProviders';
import { DEFAULT_REPAIR_ROUNDS } from './describeNewTask';

/** What can run here, as callers see it. Keys are never told: only whether there is one. */
export async function describeProviders(
  providers: readonly AgentProvider[],
  defaultProvider: string,
  settings: ReadonlyMap<string, ProviderSettings>,
): Promise<BackgroundTaskProvider[]> {
  return Promise.all(
    providers.map(async provider => {
      const { id, title, takesScript, models = [] } = provider;
      const reason = await whyUnavailable(provider);
      return {
        id,
        title,
        takesScript,
        default: id === defaultProvider,
        available: reason === undefined,
        reason: reason ?? null,
        models: models.map(model => model.id),
        modelDetails: models.map(describeModel),
        defaultModel: provider.defaultModel ?? null,
        takesAnyModel: provider.takesAnyModel ?? false,
        key: describeKey(provider, settings.get(id)),
        repairRounds: takesScript ? 0 : DEFAULT_REPAIR_ROUNDS,
      };
    }),
  );
}

function describeModel({
  id,
  title,
  price,
}: AgentModel): BackgroundTaskProvider['modelDetails'][number] {
  return {
    id,
    title: title ?? id,
    price: price && {
      input: price.input,
      output: price.output,
      cacheRead: price.cacheRead,
      cacheWrite: price.cacheWrite,
    },
  };
}

function describeKey(
  { credential }: AgentProvider,
  settings: ProviderSettings | undefined,
): BackgroundTaskProvider['key'] {
  if (!credential) return null;
  // The host alone: an address of a proxy may carry more than everybody is to read.
  const { host } = new URL(settings?.baseUrl ?? credential.baseUrl);
  return { isSet: settings?.apiKey !== undefined, host };
}
