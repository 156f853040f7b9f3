import { z } from 'zod';
import type { DeclaredTool, Message } from '../conversation';
import type { ModelCall } from './types';

const content = z.union([
  z.string(),
  z.array(z.looseObject({ text: z.string().optional() })),
]);

const item = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: content.nullish(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  input: z.string().optional(),
  output: content.optional(),
});

const tool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  parameters: z.unknown().optional(),
  tools: z
    .array(
      z.looseObject({
        type: z.string(),
        name: z.string().optional(),
        parameters: z.unknown().optional(),
      }),
    )
    .optional(),
});

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(item)]),
  tools: z.array(tool).nullish(),
  reasoning: z.looseObject({ summary: z.string().nullish() }).nullish(),
  text: z
    .looseObject({
      format: z.looseObject({ schema: z.unknown().optional() }).nullish(),
    })
    .nullish(),
});

type Content = z.infer<typeof content>;
type Tool = z.infer<typeof tool>;

/** Reads a request for a response. */
export function readResponses(body: unknown): ModelCall {
  const { model, stream, instructions, input, tools, reasoning, text } =
    request.parse(body);
  const items =
    typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const developer = items
    .filter(({ role }) => role === 'developer' || role === 'system')
    .map(entry => textOf(entry.content));
  return {
    conversation: {
      api: 'openai-responses',
      model,
      system: [instructions ?? '', ...developer].join('\n'),
      messages: items.flatMap(readItem),
      tools: (tools ?? []).flatMap(readTool),
      answerSchema: text?.format?.schema,
    },
    stream: stream ?? false,
    wantsThinking: Boolean(reasoning?.summary),
    wantsUsage: true,
  };
}

function readItem(entry: z.infer<typeof item>): Message[] {
  switch (entry.type ?? 'message') {
    case 'message':
      return readMessage(entry.role, textOf(entry.content));
    case 'function_call':
    case 'custom_tool_call': {
      const { name = '', arguments: json, input = '' } = entry;
      const calls = [{ name, input: json ?? input }];
      return [{ role: 'assistant', text: '', calls }];
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'tool', text: textOf(entry.output) }];
    default:
      return [];
  }
}

function readMessage(role: string | undefined, text: string): Message[] {
  if (role === 'user') return [{ role, text }];
  if (role === 'assistant') return [{ role, text, calls: [] }];
  return [];
}

function readTool({ type, name, parameters, tools }: Tool): DeclaredTool[] {
  if (tools) {
    return tools.flatMap(inner =>
      readTool(inner).map(read => ({ ...read, namespace: name })),
    );
  }
  if (name === undefined) return [];
  return [{ name, schema: parameters, custom: type === 'custom' }];
}

function textOf(value: Content | null | undefined): string {
  if (typeof value === 'string') return value;
  return (value ?? []).map(({ text }) => text ?? '').join('\n');
}
