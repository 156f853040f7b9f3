import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import { whyUnavailable } from '../providers/resolveProviders';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';

/** What can run here, as callers see it. */
export async function describeProviders(
  providers: readonly AgentProvider[],
  defaultProvider: string,
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
      };
    }),
  );
}
