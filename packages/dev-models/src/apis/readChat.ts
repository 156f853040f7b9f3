import { z } from 'zod';
import type { Message } from '../conversation';
import type { ModelCall } from './types';

const content = z.union([
  z.string(),
  z.array(z.looseObject({ text: z.string().optional() })),
]);

const message = z.looseObject({
  role: z.string(),
  content: content.nullish(),
  tool_calls: z
    .array(
      z.looseObject({
        function: z
          .looseObject({ name: z.string(), arguments: z.string() })
          .optional(),
      }),
    )
    .nullish(),
});

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  stream_options: z
    .looseObject({ include_usage: z.boolean().optional() })
    .nullish(),
  messages: z.array(message),
  tools: z
    .array(
      z.looseObject({
        function: z
          .looseObject({ name: z.string(), parameters: z.unknown().optional() })
          .optional(),
      }),
    )
    .nullish(),
  response_format: z
    .looseObject({
      json_schema: z.looseObject({ schema: z.unknown().optional() }).optional(),
    })
    .nullish(),
});

/** Reads a request for a completion. */
export function readChat(body: unknown): ModelCall {
  const parsed = request.parse(body);
  const { model, stream, messages, tools } = parsed;
  return {
    conversation: {
      api: 'openai-chat',
      model,
      system: messages
        .filter(({ role }) => role === 'system' || role === 'developer')
        .map(entry => textOf(entry.content))
        .join('\n'),
      messages: messages.flatMap(readMessage),
      tools: (tools ?? []).flatMap(tool =>
        tool.function
          ? [
              {
                name: tool.function.name,
                schema: tool.function.parameters,
                custom: false,
              },
            ]
          : [],
      ),
      answerSchema: parsed.response_format?.json_schema?.schema,
    },
    stream: stream ?? false,
    wantsThinking: false,
    wantsUsage: parsed.stream_options?.include_usage ?? false,
  };
}

function readMessage(entry: z.infer<typeof message>): Message[] {
  const text = textOf(entry.content);
  switch (entry.role) {
    case 'user':
      return [{ role: 'user', text }];
    case 'tool':
      return [{ role: 'tool', text }];
    case 'assistant': {
      const calls = (entry.tool_calls ?? []).flatMap(call =>
        call.function
          ? [{ name: call.function.name, input: call.function.arguments }]
          : [],
      );
      return [{ role: 'assistant', text, calls }];
    }
    default:
      return [];
  }
}

function textOf(value: z.infer<typeof content> | null | undefined): string {
  if (typeof value === 'string') return value;
  return (value ?? []).map(({ text }) => text ?? '').join('\n');
}
