import type { BackgroundTaskProvider } from '@background-tasks/plugin-background-tasks-common';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';

/** What can run here, as callers see it. */
export function describeProviders(
  providers: AgentProvider[],
  defaultProvider: string,
): BackgroundTaskProvider[] {
  return providers.map(({ id, title, takesScript, models, unavailable }) => ({
    id,
    title,
    takesScript,
    default: id === defaultProvider,
    available: unavailable === undefined,
    reason: unavailable ?? null,
    models: models ?? [],
  }));
}
