import { z } from 'zod';
import type { Message } from '../conversation';
import type { ModelCall } from './types';

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z
    .looseObject({ name: z.string(), args: z.unknown().optional() })
    .optional(),
  functionResponse: z
    .looseObject({ response: z.unknown().optional() })
    .optional(),
});

const content = z.looseObject({
  role: z.string().optional(),
  parts: z.array(part).optional(),
});

const request = z.looseObject({
  contents: z.union([z.array(content), content]),
  systemInstruction: content.optional(),
  tools: z
    .array(
      z.looseObject({
        functionDeclarations: z
          .array(
            z.looseObject({
              name: z.string(),
              parameters: z.unknown().optional(),
              parametersJsonSchema: z.unknown().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  generationConfig: z
    .looseObject({
      responseSchema: z.unknown().optional(),
      responseJsonSchema: z.unknown().optional(),
      thinkingConfig: z
        .looseObject({ includeThoughts: z.boolean().optional() })
        .optional(),
    })
    .optional(),
});

/** A request for the count of tokens may hold the one that it is about. */
const counted = z.looseObject({ generateContentRequest: request });

type Content = z.infer<typeof content>;

/** Reads a request for content, or for the count of its tokens; its path names the model. */
export function readGemini(body: unknown, model: string): ModelCall {
  const inner = counted.safeParse(body);
  const { contents, systemInstruction, tools, generationConfig } = inner.success
    ? inner.data.generateContentRequest
    : request.parse(body);
  const declarations = (tools ?? []).flatMap(
    tool => tool.functionDeclarations ?? [],
  );
  return {
    conversation: {
      api: 'gemini',
      model,
      system: systemInstruction ? textOf(systemInstruction) : '',
      messages: [contents].flat().flatMap(readContent),
      tools: declarations.map(({ name, parameters, parametersJsonSchema }) => ({
        name,
        schema: parametersJsonSchema ?? parameters,
        custom: false,
      })),
      answerSchema:
        generationConfig?.responseJsonSchema ??
        generationConfig?.responseSchema,
    },
    stream: false,
    wantsThinking: generationConfig?.thinkingConfig?.includeThoughts ?? false,
    wantsUsage: true,
  };
}

function readContent(entry: Content): Message[] {
  const parts = entry.parts ?? [];
  if (entry.role === 'model') {
    const calls = parts.flatMap(({ functionCall }) =>
      functionCall
        ? [
            {
              name: functionCall.name,
              input: JSON.stringify(functionCall.args ?? {}),
            },
          ]
        : [],
    );
    return [{ role: 'assistant', text: textOf(entry), calls }];
  }
  const results = parts.flatMap(({ functionResponse }): Message[] =>
    functionResponse
      ? [{ role: 'tool', text: resultText(functionResponse.response) }]
      : [],
  );
  return [...results, { role: 'user', text: textOf(entry) }];
}

function textOf({ parts = [] }: Content): string {
  return parts
    .filter(({ thought }) => !thought)
    .map(({ text }) => text ?? '')
    .filter(text => text !== '')
    .join('\n');
}

const result = z.looseObject({ output: z.string() });

function resultText(response: unknown): string {
  const parsed = result.safeParse(response);
  return parsed.success ? parsed.data.output : JSON.stringify(response ?? '');
}
