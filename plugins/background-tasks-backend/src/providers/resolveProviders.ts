import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import { ExpiringCache } from '../permissions/ExpiringCache';
import { checkKey } from './checkKey';
import type { ProviderSettings } from './readProviders';

/** What is found out anew about a provider is kept for so long. */
const AVAILABILITY_MS = 60_000;

/** The providers as the configuration has them: with its models, and with the reason why one cannot run. */
export function resolveProviders(
  providers: readonly AgentProvider[],
  settings: Map<string, ProviderSettings>,
  options: {
    /** Why the agent cannot run in the workspaces that there are. */
    inWorkspaces?: (provider: string) => Promise<string | undefined>;
  } = {},
): AgentProvider[] {
  const found = new ExpiringCache<{ reason: string | undefined }>(
    AVAILABILITY_MS,
  );
  return providers.map(provider => {
    const set = settings.get(provider.id);
    const models = set?.models ?? provider.models;
    return {
      id: provider.id,
      title: provider.title,
      takesScript: provider.takesScript,
      credential: provider.credential,
      models,
      takesAnyModel: provider.takesAnyModel && !set?.models,
      defaultModel: defaultModelOf(provider, set),
      get unavailable() {
        return provider.unavailable ?? withoutKey(provider, set);
      },
      availability: async () => {
        const { reason } = await found.get(provider.id, async () => ({
          reason:
            (await provider.availability?.()) ??
            (await checkKey(provider, set)),
        }));
        // Not kept: an installation that is under way has news each moment.
        return reason ?? (await options.inWorkspaces?.(provider.id));
      },
    };
  });
}

/** Why a provider cannot run here, for people; undefined where it can. */
export async function whyUnavailable(
  provider: AgentProvider,
): Promise<string | undefined> {
  return provider.unavailable ?? (await provider.availability?.());
}

function defaultModelOf(
  provider: AgentProvider,
  settings: ProviderSettings | undefined,
): string | undefined {
  if (settings?.defaultModel) return settings.defaultModel;
  const { models } = settings ?? {};
  if (!models) return provider.defaultModel;
  const known = models.find(({ id }) => id === provider.defaultModel);
  return (known ?? models[0])?.id;
}

function withoutKey(
  { id, credential }: AgentProvider,
  settings: ProviderSettings | undefined,
): string | undefined {
  if (!credential || settings?.apiKey) return undefined;
  return `it has no API key: set 'backgroundTasks.providers.${id}.apiKey' in the configuration`;
}
