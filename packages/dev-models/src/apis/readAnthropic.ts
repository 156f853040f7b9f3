import { z } from 'zod';
import type { Message } from '../conversation';
import { inputText } from './pieces';
import type { ModelCall } from './types';

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
  content: z.unknown().optional(),
});

const content = z.union([z.string(), z.array(block)]);

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  system: content.optional(),
  messages: z.array(z.looseObject({ role: z.string(), content })),
  tools: z
    .array(
      z.looseObject({ name: z.string(), input_schema: z.unknown().optional() }),
    )
    .optional(),
  thinking: z.looseObject({ type: z.string() }).nullish(),
  output_format: z.looseObject({ schema: z.unknown().optional() }).nullish(),
  output_config: z
    .looseObject({
      format: z.looseObject({ schema: z.unknown().optional() }).nullish(),
    })
    .nullish(),
});

type Content = z.infer<typeof content>;

/** Reads a request for a message, or for the count of its tokens. */
export function readAnthropic(body: unknown): ModelCall {
  const { model, stream, system, messages, tools, thinking, ...rest } =
    request.parse(body);
  return {
    conversation: {
      api: 'anthropic',
      model,
      system: [
        textOf(system ?? ''),
        ...messages
          .filter(({ role }) => role === 'system')
          .map(message => textOf(message.content)),
      ].join('\n'),
      messages: messages.flatMap(readMessage),
      tools: (tools ?? []).map(({ name, input_schema }) => ({
        name,
        schema: input_schema,
        custom: false,
      })),
      answerSchema:
        rest.output_config?.format?.schema ?? rest.output_format?.schema,
    },
    stream: stream ?? false,
    wantsThinking: thinking ? thinking.type !== 'disabled' : false,
    wantsUsage: true,
  };
}

function readMessage(message: { role: string; content: Content }): Message[] {
  if (message.role === 'assistant') {
    return [
      {
        role: 'assistant',
        text: textOf(message.content),
        calls: blocksOf(message.content, 'tool_use').map(
          ({ name = '', input = {} }) => ({ name, input: inputText(input) }),
        ),
      },
    ];
  }
  if (message.role !== 'user') return [];
  const results = blocksOf(message.content, 'tool_result').map(
    (result): Message => ({ role: 'tool', text: resultText(result.content) }),
  );
  return [...results, { role: 'user', text: textOf(message.content) }];
}

function blocksOf(value: Content, type: string) {
  if (typeof value === 'string') return [];
  return value.filter(part => part.type === type);
}

function textOf(value: Content): string {
  if (typeof value === 'string') return value;
  return blocksOf(value, 'text')
    .map(({ text }) => text ?? '')
    .join('\n');
}

function resultText(value: unknown): string {
  const parsed = content.safeParse(value);
  return parsed.success ? textOf(parsed.data) : '';
}
