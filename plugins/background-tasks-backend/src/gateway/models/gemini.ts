import {
  count,
  isObject,
  limit,
  single,
  type Dialect,
  type RefusalKind,
} from './Dialect';

const statuses: Readonly<Record<RefusalKind, string>> = {
  unauthenticated: 'UNAUTHENTICATED',
  notFound: 'NOT_FOUND',
  invalid: 'INVALID_ARGUMENT',
  tooLarge: 'INVALID_ARGUMENT',
  budgetExhausted: 'FAILED_PRECONDITION',
  busy: 'RESOURCE_EXHAUSTED',
  upstream: 'UNAVAILABLE',
  keyRefused: 'PERMISSION_DENIED',
};

const METHODS =
  /^\/v1beta\/models\/([A-Za-z0-9._-]+):(generateContent|streamGenerateContent|countTokens)$/;

/** Google's Gemini API. Cached input is a part of the prompt; thoughts are output beside the candidates. */
export const gemini: Dialect = {
  id: 'gemini',
  usageKey: 'usageMetadata',
  keyHeaders: ['x-goog-api-key', 'authorization'],
  route(method, path) {
    const match = method === 'POST' ? METHODS.exec(path) : null;
    if (!match) return undefined;
    return { metered: match[2] !== 'countTokens', model: match[1] };
  },
  readKey: (headers, query) =>
    single(headers['x-goog-api-key']) ?? query.get('key') ?? undefined,
  authorize: key => ({ 'x-goog-api-key': key }),
  tellsUsage(line) {
    if (!line.includes('"usageMetadata"')) return undefined;
    return line.includes('"finishReason"') ? 'whole' : 'so far';
  },
  readUsage(told) {
    const prompt =
      count(told.promptTokenCount) + count(told.toolUsePromptTokenCount);
    const cacheReadTokens = Math.min(
      count(told.cachedContentTokenCount),
      prompt,
    );
    return {
      inputTokens: prompt - cacheReadTokens,
      outputTokens:
        count(told.candidatesTokenCount) + count(told.thoughtsTokenCount),
      cacheReadTokens,
      cacheWriteTokens: 0,
      cacheWriteHourTokens: 0,
    };
  },
  requestedOutput(body) {
    const config = isObject(body.generationConfig) ? body.generationConfig : {};
    return {
      maxTokens: limit(config.maxOutputTokens),
      answers: limit(config.candidateCount),
    };
  },
  error: (status, kind, message) => ({
    error: { code: status, message, status: statuses[kind] },
  }),
};
