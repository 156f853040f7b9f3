/** What calls of models have used; `costUsd` is null where the price of one is unknown. @public */
export type ModelUsage = {
  inputTokens: number;
  outputTokens: number;
  /** In US dollars. */
  costUsd: number | null;
};

/**
 * What two have used together. One call of an unknown price makes the price of all unknown.
 *
 * @public
 */
export function addUsage(all: ModelUsage, more: ModelUsage): ModelUsage {
  return {
    inputTokens: all.inputTokens + more.inputTokens,
    outputTokens: all.outputTokens + more.outputTokens,
    costUsd:
      all.costUsd === null || more.costUsd === null
        ? null
        : all.costUsd + more.costUsd,
  };
}
