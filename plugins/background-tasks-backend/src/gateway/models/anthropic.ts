import {
  bearer,
  count,
  isObject,
  limit,
  single,
  type Dialect,
  type RefusalKind,
} from './Dialect';

const types: Readonly<Record<RefusalKind, string>> = {
  unauthenticated: 'authentication_error',
  notFound: 'not_found_error',
  invalid: 'invalid_request_error',
  tooLarge: 'request_too_large',
  budgetExhausted: 'invalid_request_error',
  busy: 'rate_limit_error',
  upstream: 'api_error',
  keyRefused: 'permission_error',
};

/** Anthropic's Messages API. Input, cache reads and cache writes are told apart from each other. */
export const anthropic: Dialect = {
  id: 'anthropic',
  usageKey: 'usage',
  keyHeaders: ['x-api-key', 'authorization'],
  route(method, path) {
    if (method === 'POST' && path === '/v1/messages') return { metered: true };
    if (method === 'POST' && path === '/v1/messages/count_tokens') {
      return { metered: false };
    }
    if (method === 'GET' && path === '/v1/models') return { metered: false };
    return undefined;
  },
  readKey: headers => single(headers['x-api-key']) ?? bearer(headers),
  authorize: key => ({ 'x-api-key': key }),
  tellsUsage(line) {
    const [, event] = /"type"\s*:\s*"message_(start|delta)"/.exec(line) ?? [];
    if (!event) return undefined;
    return event === 'delta' ? 'whole' : 'so far';
  },
  // Totals so far: what `message_start` tells stands unless `message_delta` tells it again.
  readUsage(told, known) {
    const writes = told.cache_creation;
    return {
      inputTokens: count(told.input_tokens, known.inputTokens),
      outputTokens: count(told.output_tokens, known.outputTokens),
      cacheReadTokens: count(
        told.cache_read_input_tokens,
        known.cacheReadTokens,
      ),
      cacheWriteTokens: count(
        told.cache_creation_input_tokens,
        known.cacheWriteTokens,
      ),
      cacheWriteHourTokens: isObject(writes)
        ? count(writes.ephemeral_1h_input_tokens)
        : known.cacheWriteHourTokens,
    };
  },
  requestedOutput: body => ({ maxTokens: limit(body.max_tokens) }),
  error: (_status, kind, message) => ({
    type: 'error',
    error: { type: types[kind], message },
  }),
};
