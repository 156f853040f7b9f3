import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import type { GatewayProvider } from '../gateway';
import type { ProviderSettings } from './readProviders';

/** The providers whose models the gateway can reach: those that have a key. */
export function gatewayProviders(
  providers: readonly AgentProvider[],
  settings: Map<string, ProviderSettings>,
): GatewayProvider[] {
  return providers.flatMap(
    ({ id, credential, models = [], takesAnyModel = false }) => {
      const set = settings.get(id);
      if (!credential || !set?.apiKey) return [];
      return {
        id,
        dialects: credential.dialects,
        baseUrl: set.baseUrl ?? credential.baseUrl,
        apiKey: set.apiKey,
        prices: new Map(models.map(model => [model.id, model.price])),
        takesAnyModel,
        storePrompts: set.storePrompts,
      };
    },
  );
}
