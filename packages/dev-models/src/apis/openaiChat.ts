import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
} from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { bearerOf } from './bearerOf';
import { openaiFailure } from './openaiFailure';
import { inputText, pieces } from './pieces';
import { readChat } from './readChat';
import type { Answer, ModelApi, ModelCall } from './types';

type Delta = ChatCompletionChunk.Choice['delta'];
type FinishReason = 'stop' | 'tool_calls';

/** OpenAI's Chat Completions. */
export const openaiChat: ModelApi = {
  id: 'openai-chat',
  keyOf: bearerOf,
  read: readChat,
  body: completionOf,
  events: (answer, call) => [
    ...chunksOf(answer, call).map(
      chunk => `data: ${JSON.stringify(chunk)}\n\n`,
    ),
    'data: [DONE]\n\n',
  ],
  errorEvent: () => {
    const { body } = openaiFailure({ kind: 'overloaded' });
    return `data: ${JSON.stringify(body)}\n\n`;
  },
  failure: openaiFailure,
};

function completionOf(answer: Answer): ChatCompletion {
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    choices: [
      {
        index: 0,
        message: messageOf(answer),
        logprobs: null,
        finish_reason: finishReasonOf(answer),
      },
    ],
    usage: usageOf(answer),
  };
}

function messageOf({ text, calls }: Answer): ChatCompletionMessage {
  const message: ChatCompletionMessage = {
    role: 'assistant',
    content: text || null,
    refusal: null,
  };
  if (calls.length === 0) return { ...message, content: text };
  return {
    ...message,
    tool_calls: calls.map(({ id, name, input }) => ({
      id: `call_${id}`,
      type: 'function',
      function: { name, arguments: inputText(input) },
    })),
  };
}

function finishReasonOf({ calls }: Answer): FinishReason {
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function usageOf({ usage }: Answer): CompletionUsage {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    prompt_tokens: input,
    prompt_tokens_details: {
      cached_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite,
    },
    completion_tokens: usage.output,
    completion_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + usage.output,
  };
}

function chunksOf(answer: Answer, call: ModelCall): ChatCompletionChunk[] {
  const deltas: Delta[] = [
    { role: 'assistant', content: '' },
    ...pieces(answer.text).map(content => ({ content })),
    ...answer.calls.flatMap(callDeltas),
  ];
  const head = {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion.chunk' as const,
    created: answer.created,
    model: answer.model,
  };
  const chunk = (delta: Delta, reason: FinishReason | null) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
  });
  const chunks: ChatCompletionChunk[] = [
    ...deltas.map(delta => chunk(delta, null)),
    chunk({}, finishReasonOf(answer)),
  ];
  if (!call.wantsUsage) return chunks;
  return [...chunks, { ...head, choices: [], usage: usageOf(answer) }];
}

function callDeltas(
  { id, name, input }: Answer['calls'][number],
  index: number,
): Delta[] {
  return [
    {
      tool_calls: [
        {
          index,
          id: `call_${id}`,
          type: 'function',
          function: { name, arguments: '' },
        },
      ],
    },
    ...pieces(inputText(input)).map(piece => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}
