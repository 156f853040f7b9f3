/**
 * Answers of each API as the vendors publish them: the events of a stream in their order, one chunk each. Sources:
 * Anthropic's "Streaming messages" and "Prompt caching", OpenAI's references of "Responses streaming" and "Chat
 * streaming", Google's reference of `GenerateContentResponse`.
 */

/** What an answer says was used, as the vendors count it. */
export type Told = {
  input: number;
  output: number;
  cacheRead?: number;
  cacheWrite?: number;
  cacheWriteHour?: number;
};

export function anthropicStream({
  input,
  output,
  cacheRead = 0,
  cacheWrite = 0,
  cacheWriteHour = 0,
}: Told): string[] {
  return [
    event('message_start', {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'small',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: input,
          cache_creation_input_tokens: cacheWrite + cacheWriteHour,
          cache_read_input_tokens: cacheRead,
          cache_creation: {
            ephemeral_5m_input_tokens: cacheWrite,
            ephemeral_1h_input_tokens: cacheWriteHour,
          },
          output_tokens: 1,
          service_tier: 'standard',
        },
      },
    }),
    event('content_block_start', {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    }),
    event('ping', { type: 'ping' }),
    event('content_block_delta', {
      type: 'content_block_delta',
      index: 0,
      delta: {
        type: 'text_delta',
        text: 'Grüße, {"usage":{"input_tokens":0,"output_tokens":0}} 👋',
      },
    }),
    event('content_block_stop', { type: 'content_block_stop', index: 0 }),
    event('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: output },
    }),
    event('message_stop', { type: 'message_stop' }),
  ];
}

export function responsesStream(
  { input, output, cacheRead = 0 }: Told,
  text = 'Hello',
): string[] {
  const response = {
    id: 'resp_1',
    object: 'response',
    status: 'in_progress',
    model: 'small',
    output: [],
    usage: null,
  };
  return [
    event('response.created', {
      type: 'response.created',
      sequence_number: 0,
      response,
    }),
    event('response.output_text.delta', {
      type: 'response.output_text.delta',
      sequence_number: 1,
      item_id: 'item_1',
      output_index: 0,
      content_index: 0,
      delta: text.slice(0, 100),
    }),
    event('response.completed', {
      type: 'response.completed',
      sequence_number: 2,
      response: {
        ...response,
        status: 'completed',
        output: [
          {
            type: 'message',
            id: 'item_1',
            role: 'assistant',
            content: [{ type: 'output_text', text, annotations: [] }],
          },
        ],
        usage: {
          input_tokens: input,
          input_tokens_details: { cached_tokens: cacheRead },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: input + output,
        },
        user: null,
        metadata: { usage: 'none' },
      },
    }),
  ];
}

export function chatStream({ input, output, cacheRead = 0 }: Told): string[] {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'small',
  };
  return [
    data({
      ...chunk,
      choices: [
        {
          index: 0,
          delta: { role: 'assistant', content: 'Hello' },
          finish_reason: null,
        },
      ],
      usage: null,
    }),
    data({
      ...chunk,
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: null,
    }),
    data({
      ...chunk,
      choices: [],
      usage: {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        prompt_tokens_details: { cached_tokens: cacheRead },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    }),
    'data: [DONE]\n\n',
  ];
}

export function geminiStream({ input, output, cacheRead = 0 }: Told): string[] {
  const part = (text: string, finishReason?: string) => ({
    candidates: [
      {
        content: { parts: [{ text }], role: 'model' },
        ...(finishReason && { finishReason }),
        index: 0,
      },
    ],
  });
  const usageMetadata = {
    promptTokenCount: input,
    ...(cacheRead && { cachedContentTokenCount: cacheRead }),
    totalTokenCount: input,
  };
  return [
    data({ ...part('Hel'), usageMetadata, modelVersion: 'small' }, '\r\n'),
    data(
      {
        ...part('lo', 'STOP'),
        usageMetadata: {
          ...usageMetadata,
          candidatesTokenCount: output - 5,
          thoughtsTokenCount: 5,
          totalTokenCount: input + output,
        },
        modelVersion: 'small',
      },
      '\r\n',
    ),
  ];
}

function event(name: string, body: object): string {
  return `event: ${name}\n${data(body)}`;
}

function data(body: object, end = '\n'): string {
  return `data: ${JSON.stringify(body)}${end}${end}`;
}
