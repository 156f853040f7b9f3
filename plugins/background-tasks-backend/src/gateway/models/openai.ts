import {
  bearer,
  count,
  isObject,
  limit,
  type Dialect,
  type JsonObject,
  type ModelUsage,
  type RefusalKind,
} from './Dialect';

const types: Readonly<Record<RefusalKind, [type: string, code: string]>> = {
  unauthenticated: ['invalid_request_error', 'invalid_api_key'],
  notFound: ['invalid_request_error', 'unknown_url'],
  invalid: ['invalid_request_error', 'invalid_request'],
  tooLarge: ['invalid_request_error', 'request_too_large'],
  budgetExhausted: ['invalid_request_error', 'budget_exhausted'],
  busy: ['rate_limit_error', 'rate_limit_exceeded'],
  upstream: ['server_error', 'upstream_error'],
  keyRefused: ['invalid_request_error', 'provider_key_refused'],
};

type Common = Pick<
  Dialect,
  'usageKey' | 'keyHeaders' | 'readKey' | 'authorize' | 'error'
>;

const common: Common = {
  usageKey: 'usage',
  keyHeaders: ['authorization'],
  readKey: headers => bearer(headers),
  authorize: key => ({ authorization: `Bearer ${key}` }),
  error(_status, kind, message) {
    const [type, code] = types[kind];
    return { error: { message, type, param: null, code } };
  },
};

/** OpenAI's Responses API. Cached input is a part of the input. */
export const openAiResponses: Dialect = {
  ...common,
  id: 'openai-responses',
  route: (method, path) => routeOf('/v1/responses', method, path),
  tellsUsage: line =>
    /"type"\s*:\s*"response\.(completed|incomplete|failed)"/.test(line)
      ? 'whole'
      : undefined,
  readUsage: told =>
    usageOf(
      count(told.input_tokens),
      count(told.output_tokens),
      told.input_tokens_details,
    ),
  requestedOutput: body => ({ maxTokens: limit(body.max_output_tokens) }),
  // Its answer comes before it has used anything, and what it used is told to whoever asks later.
  refusal: body =>
    body.background === true
      ? "'background' is not supported here, as what such a response uses cannot be counted: leave it out."
      : undefined,
};

/** OpenAI's Chat Completions API, which many others speak too. Cached input is a part of the input. */
export const openAiChat: Dialect = {
  ...common,
  id: 'openai-chat',
  route: (method, path) => routeOf('/v1/chat/completions', method, path),
  tellsUsage: line => (line.includes('"usage"') ? 'whole' : undefined),
  readUsage: told =>
    usageOf(
      count(told.prompt_tokens),
      count(told.completion_tokens),
      told.prompt_tokens_details,
    ),
  requestedOutput: body => ({
    maxTokens: limit(body.max_completion_tokens) ?? limit(body.max_tokens),
    answers: limit(body.n),
  }),
  askForUsage(body, text) {
    if (body.stream !== true) return undefined;
    const options = isObject(body.stream_options) ? body.stream_options : {};
    if (options.include_usage === true) return undefined;
    if ('stream_options' in body) {
      const stream_options = { ...options, include_usage: true };
      return Buffer.from(JSON.stringify({ ...body, stream_options }));
    }
    // All else stays as it was written.
    const at = text.indexOf('{') + 1;
    return Buffer.concat([
      text.subarray(0, at),
      Buffer.from('"stream_options":{"include_usage":true},'),
      text.subarray(at),
    ]);
  },
};

function routeOf(metered: string, method: string, path: string) {
  if (method === 'POST' && path === metered) return { metered: true };
  if (method === 'GET' && path === '/v1/models') return { metered: false };
  return undefined;
}

function usageOf(
  input: number,
  outputTokens: number,
  details: unknown,
): ModelUsage {
  const told: JsonObject = isObject(details) ? details : {};
  const cacheReadTokens = Math.min(count(told.cached_tokens), input);
  const cacheWriteTokens = Math.min(
    count(told.cache_write_tokens),
    input - cacheReadTokens,
  );
  return {
    inputTokens: input - cacheReadTokens - cacheWriteTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    cacheWriteHourTokens: 0,
  };
}
