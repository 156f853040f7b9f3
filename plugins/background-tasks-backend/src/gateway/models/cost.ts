import type { ModelPrice } from '@background-tasks/plugin-background-tasks-node';
import { noUsage, type ModelUsage, type RequestedOutput } from './Dialect';

const MILLION = 1_000_000;

/**
 * Bytes of a request that make a token, for the estimate: English text and code have about four, other scripts and
 * encoded data fewer.
 */
const BYTES_PER_TOKEN = 3;
/**
 * Tokens of output that are expected at most. Agents ask for as many as the model can give and use a fraction of it:
 * with what they ask for, ordinary budgets would be reserved by one call.
 */
const OUTPUT_TOKENS = 8_192;

/** USD; null where a price that it takes is unknown. */
export function costOf(
  usage: ModelUsage,
  price: ModelPrice | null,
): number | null {
  if (!price) return null;
  const hour = usage.cacheWriteHourTokens;
  const parts: [tokens: number, perMillion: number | null][] = [
    [usage.inputTokens, price.input],
    [usage.outputTokens, price.output],
    [usage.cacheReadTokens, price.cacheRead],
    [usage.cacheWriteTokens - hour, price.cacheWrite],
    [hour, price.cacheWriteHour ?? null],
  ];
  let cost = 0;
  for (const [tokens, perMillion] of parts) {
    if (tokens <= 0) continue;
    if (perMillion === null) return null;
    cost += (tokens * perMillion) / MILLION;
  }
  return cost;
}

/** What a call is expected to use at most. */
export type Estimate = { usage: ModelUsage; tokens: number; usd: number };

/** Estimates a call by the size of its request and what it asks for; USD are 0 where the price is unknown. */
export function estimate(
  bytes: number,
  { maxTokens = OUTPUT_TOKENS, answers = 1 }: RequestedOutput,
  price: ModelPrice | null,
): Estimate {
  const inputTokens = Math.ceil(bytes / BYTES_PER_TOKEN);
  const outputTokens = Math.ceil(Math.min(maxTokens, OUTPUT_TOKENS) * answers);
  return {
    usage: { ...noUsage, inputTokens, outputTokens },
    tokens: inputTokens + outputTokens,
    usd: price ? upperBound({ inputTokens, outputTokens }, price) : 0,
  };
}

/** USD that tokens cost at most: input may be written to a cache, which costs more than to read it once. */
export function upperBound(
  {
    inputTokens,
    outputTokens,
  }: Pick<ModelUsage, 'inputTokens' | 'outputTokens'>,
  price: ModelPrice,
): number {
  const input = Math.max(
    price.input,
    price.cacheWrite ?? 0,
    price.cacheWriteHour ?? 0,
  );
  return (inputTokens * input + outputTokens * price.output) / MILLION;
}
