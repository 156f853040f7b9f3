import type { Usage } from './types';

/** What two have used together. One call of an unknown price makes the price of all unknown. */
export function addUsage(all: Usage, more: Usage): Usage {
  return {
    inputTokens: all.inputTokens + more.inputTokens,
    outputTokens: all.outputTokens + more.outputTokens,
    costUsd:
      all.costUsd === null || more.costUsd === null
        ? null
        : all.costUsd + more.costUsd,
  };
}
