import { z } from 'zod';
import { parseJsonLine } from '../parseJsonLine';

/** The events of `gemini --output-format stream-json` that matter here, as version 0.61.0 prints them. */
const eventSchema = z.union([
  z.looseObject({
    type: z.literal('init'),
    session_id: z.string(),
    model: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('message'),
    role: z.string(),
    content: z.string(),
  }),
  z.looseObject({
    type: z.literal('tool_use'),
    tool_name: z.string(),
    tool_id: z.string(),
    parameters: z.unknown().optional(),
  }),
  z.looseObject({
    type: z.literal('tool_result'),
    tool_id: z.string(),
    status: z.string(),
    output: z.unknown().optional(),
    error: z.unknown().optional(),
  }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
  z.looseObject({
    type: z.literal('result'),
    status: z.string(),
    error: z.looseObject({ message: z.string() }).optional(),
    stats: z
      .looseObject({ input_tokens: z.number(), output_tokens: z.number() })
      .optional(),
  }),
]);

/** An event of Gemini CLI. */
export type GeminiEvent = z.infer<typeof eventSchema>;

/** Reads one line of Gemini CLI; undefined for what is of no interest, or not known. */
export function parseGeminiEvent(line: string): GeminiEvent | undefined {
  return parseJsonLine(line, eventSchema);
}
