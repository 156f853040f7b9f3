import type { Usage } from '../../live';

/** `12,345 tokens in, 678 out`. */
export function formatTokens({ inputTokens, outputTokens }: Usage): string {
  return `${inputTokens.toLocaleString()} tokens in, ${outputTokens.toLocaleString()} out`;
}

/** US dollars, with as many digits as small amounts need; null is a price that nobody knows. */
export function formatCost(usd: number | null): string {
  if (usd === null) return 'unknown price';
  const digits = usd > 0 && usd < 1 ? 4 : 2;
  return `$${usd.toFixed(digits)}`;
}
