import { InputError } from '@backstage/errors';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import { withCode } from './errors';
import { invalid } from './invalid';

/** The agents that are installed. */
export type Providers = {
  providers: readonly AgentProvider[];
  /** The id of the one that works where none is named. */
  defaultProvider: string;
};

/** @throws InputError that names the field, where there is no such provider */
export function findProvider(
  { providers, defaultProvider }: Providers,
  id: string = defaultProvider,
): AgentProvider {
  const provider = providers.find(candidate => candidate.id === id);
  if (provider) return provider;
  throw withCode(
    new InputError(
      `Invalid 'provider': '${id}' is not installed; use one of ${providers
        .map(p => `'${p.id}'`)
        .join(', ')}`,
    ),
    'providerUnavailable',
    'provider',
  );
}

/** @throws InputError that names the field, where the provider cannot run here */
export function checkAvailable({ id, unavailable }: AgentProvider): void {
  if (unavailable === undefined) return;
  throw withCode(
    new InputError(
      `Invalid 'provider': '${id}' cannot run here: ${unavailable}`,
    ),
    'providerUnavailable',
    'provider',
  );
}

/** @throws InputError that names the field, where the provider has no such model */
export function checkModel(provider: AgentProvider, model: string): void {
  const { id, models, takesAnyModel } = provider;
  if (takesAnyModel || models?.some(known => known.id === model)) return;
  throw invalid(
    'model',
    models?.length
      ? `'${model}' is no model of the provider '${id}'; use one of ${models
          .map(known => `'${known.id}'`)
          .join(', ')}`
      : `the provider '${id}' has no models to choose from: leave it out`,
  );
}

/** @throws InputError that names the field, where the provider uses nothing that a budget could limit */
export function checkBudget(provider: AgentProvider): void {
  if (provider.credential || !provider.takesScript) return;
  throw invalid(
    'budget',
    `the provider '${provider.id}' uses no model, so there is nothing to limit: leave it out`,
  );
}

/** @throws InputError that names the field, where a script is missing or not wanted */
export function checkScript(
  { id, takesScript }: AgentProvider,
  script: string | undefined,
): void {
  if (takesScript && script === undefined) {
    throw invalid('run', `the provider '${id}' needs a script to run`);
  }
  if (!takesScript && script !== undefined) {
    throw invalid(
      'run',
      `the provider '${id}' takes no script: leave it out, or use the provider 'script'`,
    );
  }
}
