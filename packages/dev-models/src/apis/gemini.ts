import type { Request } from 'express';
import { pieces } from './pieces';
import { readGemini } from './readGemini';
import type { Answer, Failure, FailureAnswer, ModelApi } from './types';

type Part =
  | { text: string; thought?: true }
  | { functionCall: { id: string; name: string; args: unknown } };

/** Google's Gemini API. */
export const gemini: ModelApi = {
  id: 'gemini',
  keyOf,
  read: readGemini,
  body: answer => responseOf(answer, partsOf(answer, false), true),
  events: (answer, call) => {
    const parts = partsOf(answer, call.wantsThinking);
    return parts.map(
      (part, index) =>
        `data: ${JSON.stringify(
          responseOf(answer, [part], index === parts.length - 1),
        )}\r\n\r\n`,
    );
  },
  errorEvent: () => {
    const { body } = failureOf({ kind: 'overloaded' });
    return `data: ${JSON.stringify(body)}\r\n\r\n`;
  },
  failure: failureOf,
};

function keyOf(req: Request): string | undefined {
  const { key } = req.query;
  return (
    req.get('x-goog-api-key') ?? (typeof key === 'string' ? key : undefined)
  );
}

function partsOf(answer: Answer, wantsThinking: boolean): Part[] {
  const { thinking, text, calls } = answer;
  const parts: Part[] = [];
  if (wantsThinking && thinking) parts.push({ text: thinking, thought: true });
  parts.push(...pieces(text).map(piece => ({ text: piece })));
  for (const { id, name, input } of calls) {
    parts.push({ functionCall: { id: `call_${id}`, name, args: input } });
  }
  return parts.length > 0 ? parts : [{ text: '' }];
}

function responseOf(answer: Answer, parts: Part[], isLast: boolean) {
  const { usage } = answer;
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    candidates: [
      {
        content: { role: 'model', parts },
        index: 0,
        ...(isLast && { finishReason: 'STOP' }),
      },
    ],
    usageMetadata: {
      promptTokenCount: input,
      cachedContentTokenCount: usage.cacheRead,
      candidatesTokenCount: isLast ? usage.output : 1,
      totalTokenCount: input + (isLast ? usage.output : 1),
    },
    modelVersion: answer.model,
    responseId: answer.id,
  };
}

type Words = { code: number; status: string; message: string; reason?: string };

const FAILURES: Record<Failure['kind'], Words> = {
  noKey: {
    code: 403,
    status: 'PERMISSION_DENIED',
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  },
  wrongKey: {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'API key not valid. Please pass a valid API key.',
    reason: 'API_KEY_INVALID',
  },
  invalid: {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'The request is invalid.',
  },
  notFound: { code: 404, status: 'NOT_FOUND', message: 'Not found.' },
  rateLimit: {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'Resource has been exhausted (e.g. check quota).',
  },
  serverError: {
    code: 500,
    status: 'INTERNAL',
    message: 'An internal error has occurred.',
  },
  overloaded: {
    code: 503,
    status: 'UNAVAILABLE',
    message: 'The model is overloaded. Please try again later.',
  },
};

function failureOf(failure: Failure): FailureAnswer {
  const { reason, ...words } = FAILURES[failure.kind];
  const code = failure.status ?? words.code;
  const error = { ...words, code, message: failure.message ?? words.message };
  if (!reason) return { status: code, body: { error } };
  const detail = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  };
  return { status: code, body: { error: { ...error, details: [detail] } } };
}
