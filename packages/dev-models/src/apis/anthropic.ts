import type {
  ContentBlock,
  Message,
  RawMessageStreamEvent,
  Usage as MessageUsage,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { Request } from 'express';
import { bearerOf } from './bearerOf';
import { readAnthropic } from './readAnthropic';
import { pieces } from './pieces';
import type { Answer, Failure, FailureAnswer, ModelApi } from './types';

/** Anthropic's Messages. */
export const anthropic: ModelApi = {
  id: 'anthropic',
  keyOf: (req: Request) => req.get('x-api-key') ?? bearerOf(req),
  read: readAnthropic,
  body: answer => messageOf(answer),
  events: (answer, call) =>
    eventsOf(answer, call.wantsThinking).map(
      event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
    ),
  errorEvent: () => {
    const { body } = failureOf({ kind: 'overloaded' });
    return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
  },
  failure: failureOf,
};

function messageOf(answer: Answer): Message {
  return {
    id: `msg_01${answer.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: contentOf(answer, false),
    stop_reason: answer.calls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: usageOf(answer, answer.usage.output),
  };
}

function contentOf(answer: Answer, wantsThinking: boolean): ContentBlock[] {
  const content: ContentBlock[] = [];
  if (wantsThinking && answer.thinking) {
    content.push({
      type: 'thinking',
      thinking: answer.thinking,
      signature: Buffer.from(answer.id).toString('base64'),
    });
  }
  if (answer.text || answer.calls.length === 0) {
    content.push({ type: 'text', text: answer.text, citations: null });
  }
  for (const { id, name, input } of answer.calls) {
    content.push({
      type: 'tool_use',
      id: `toolu_01${id}`,
      name,
      input,
      caller: { type: 'direct' },
    });
  }
  return content;
}

function usageOf({ usage }: Answer, output: number): MessageUsage {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite,
      ephemeral_1h_input_tokens: 0,
    },
    output_tokens: output,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: null,
    speed: null,
  };
}

function eventsOf(
  answer: Answer,
  wantsThinking: boolean,
): (RawMessageStreamEvent | { type: 'ping' })[] {
  const { usage } = answer;
  const message = messageOf(answer);
  const content = contentOf(answer, wantsThinking);
  return [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        usage: usageOf(answer, 1),
      },
    },
    { type: 'ping' },
    ...content.flatMap(blockEvents),
    {
      type: 'message_delta',
      delta: {
        stop_reason: message.stop_reason,
        stop_sequence: null,
        stop_details: null,
        container: null,
      },
      usage: {
        input_tokens: usage.input,
        cache_creation_input_tokens: usage.cacheWrite,
        cache_read_input_tokens: usage.cacheRead,
        output_tokens: usage.output,
        output_tokens_details: null,
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ];
}

function blockEvents(
  block: ContentBlock,
  index: number,
): RawMessageStreamEvent[] {
  const start = (content_block: ContentBlock): RawMessageStreamEvent => ({
    type: 'content_block_start',
    index,
    content_block,
  });
  const stop: RawMessageStreamEvent = { type: 'content_block_stop', index };
  if (block.type === 'text') {
    return [
      start({ ...block, text: '' }),
      ...pieces(block.text).map(
        (text): RawMessageStreamEvent => ({
          type: 'content_block_delta',
          index,
          delta: { type: 'text_delta', text },
        }),
      ),
      stop,
    ];
  }
  if (block.type === 'thinking') {
    return [
      start({ ...block, thinking: '', signature: '' }),
      {
        type: 'content_block_delta',
        index,
        delta: {
          type: 'thinking_delta',
          thinking: block.thinking,
        },
      },
      {
        type: 'content_block_delta',
        index,
        delta: { type: 'signature_delta', signature: block.signature },
      },
      stop,
    ];
  }
  if (block.type !== 'tool_use') return [start(block), stop];
  return [
    start({ ...block, input: {} }),
    ...['', ...pieces(JSON.stringify(block.input))].map(
      (partial_json): RawMessageStreamEvent => ({
        type: 'content_block_delta',
        index,
        delta: { type: 'input_json_delta', partial_json },
      }),
    ),
    stop,
  ];
}

const FAILURES: Record<Failure['kind'], [number, string, string]> = {
  noKey: [401, 'authentication_error', 'x-api-key header is required'],
  wrongKey: [401, 'authentication_error', 'invalid x-api-key'],
  invalid: [400, 'invalid_request_error', 'The request is invalid'],
  notFound: [404, 'not_found_error', 'Not found'],
  rateLimit: [
    429,
    'rate_limit_error',
    "This request would exceed your account's rate limit. Please try again later.",
  ],
  serverError: [500, 'api_error', 'Internal server error'],
  overloaded: [529, 'overloaded_error', 'Overloaded'],
};

function failureOf(failure: Failure): FailureAnswer {
  const [status, type, message] = FAILURES[failure.kind];
  return {
    status: failure.status ?? status,
    body: {
      type: 'error',
      error: { type, message: failure.message ?? message },
      request_id: null,
    },
  };
}
