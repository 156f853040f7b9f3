import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { ModelDialect } from '@background-tasks/plugin-background-tasks-node';

/** What a request asks of a model's API. */
export type ModelRoute = {
  /** Whether it uses the model, and so costs something. */
  metered: boolean;
  /** Where the path names the model. */
  model?: string;
};

/** Tokens that a call used. Input counts those of caches apart. */
export type ModelUsage = {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** Of those written, the ones that are kept for an hour. */
  cacheWriteHourTokens: number;
};

/** What the body of a request says of its size. */
export type RequestedOutput = {
  /** Tokens that it may use for one answer; left out where it does not say. */
  maxTokens?: number;
  answers?: number;
};

/** Why the gateway refuses a call. */
export type RefusalKind =
  | 'unauthenticated'
  | 'notFound'
  | 'invalid'
  | 'tooLarge'
  | 'budgetExhausted'
  | 'busy'
  | 'upstream'
  /** It is the deployment's key that the vendor does not take: the agent's token is good. */
  | 'keyRefused';

/** A JSON object of which nothing is known yet. */
export type JsonObject = { readonly [key: string]: unknown };

/** The API of a vendor: what may be asked, where keys and numbers are, and how it says no. */
export interface Dialect {
  readonly id: ModelDialect;
  /** The key in an answer or event under which usage is told. */
  readonly usageKey: string;
  /** The route of a path behind the provider's; undefined for all that is not passed on. */
  route(method: string, path: string): ModelRoute | undefined;
  /** Headers, in lower case, that carry keys: they never reach the vendor. */
  readonly keyHeaders: readonly string[];
  readKey(
    headers: IncomingHttpHeaders,
    query: URLSearchParams,
  ): string | undefined;
  authorize(key: string): OutgoingHttpHeaders;
  /** Whether a line of an event stream tells what was used so far, or in the end; undefined for all others. */
  tellsUsage(line: string): 'so far' | 'whole' | undefined;
  /** Adds what an answer or an event tells to what is known. */
  readUsage(told: JsonObject, known: ModelUsage): ModelUsage;
  requestedOutput(body: JsonObject): RequestedOutput;
  /** Why a request is refused whose use the gateway could not count; undefined for all others. */
  refusal?(body: JsonObject): string | undefined;
  /** The body of an error, as the vendor shapes it. */
  error(status: number, kind: RefusalKind, message: string): JsonObject;
  /** A body that makes the answer say what was used, where this one would not; undefined where it does. */
  askForUsage?(body: JsonObject, text: Buffer): Buffer | undefined;
}

export const noUsage: ModelUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A count as vendors tell it: anything else than a number from 0 on is `fallback`. */
export function count(value: unknown, fallback = 0): number {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : fallback;
}

/** A limit that a request sets, where it is one. */
export function limit(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

export function bearer(headers: IncomingHttpHeaders): string | undefined {
  const match = /^bearer +(\S+)$/i.exec(headers.authorization ?? '');
  return match?.[1];
}

/** A header that is there once. */
export function single(value: string | string[] | undefined) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
