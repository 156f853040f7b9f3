import type { ModelUsage } from '@background-tasks/plugin-background-tasks-common';
import { type Words } from '../../useWords';

/** `12,345 tokens in, 678 out`. */
export function formatTokens(
  { inputTokens, outputTokens }: ModelUsage,
  t: Words,
): string {
  return t('common.usage.tokens', {
    input: inputTokens,
    output: outputTokens,
  });
}

/** US dollars, with as many digits as small amounts need; null is a price that nobody knows. */
export function formatCost(usd: number | null, t: Words): string {
  if (usd === null) return t('common.usage.unknownPrice');
  const digits = usd > 0 && usd < 1 ? 4 : 2;
  return `$${usd.toFixed(digits)}`;
}
