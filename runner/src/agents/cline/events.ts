import { z } from 'zod';
import { parseJsonLine } from '../parseJsonLine';

const innerSchema = z.union([
  z.looseObject({ type: z.literal('iteration_start') }),
  z.looseObject({
    type: z.literal('content_start'),
    contentType: z.literal('tool'),
    toolName: z.string(),
    input: z.unknown().optional(),
  }),
  z.looseObject({
    type: z.literal('content_end'),
    contentType: z.literal('tool'),
    toolName: z.string(),
    output: z.unknown().optional(),
    error: z.unknown().optional(),
  }),
  z.looseObject({
    type: z.literal('content_end'),
    contentType: z.enum(['text', 'reasoning']),
    text: z.string().optional(),
    reasoning: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('usage'),
    inputTokens: z.number(),
    outputTokens: z.number(),
  }),
  z.looseObject({
    type: z.literal('error'),
    error: z.looseObject({ message: z.string() }),
    recoverable: z.boolean().optional(),
  }),
]);

/** The events of `cline --json` that matter here, as version 3.0.65 prints them. */
const eventSchema = z.union([
  z.looseObject({ type: z.literal('agent_event'), event: innerSchema }),
  z.looseObject({
    type: z.literal('run_result'),
    finishReason: z.string(),
    text: z.string().optional(),
    model: z.looseObject({ id: z.string() }).optional(),
  }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);

/** An event of Cline. */
export type ClineEvent = z.infer<typeof eventSchema>;
/** What its agent does. */
export type ClineInner = z.infer<typeof innerSchema>;

/** Reads one line of Cline; undefined for what is of no interest, or not known. */
export function parseClineEvent(line: string): ClineEvent | undefined {
  return parseJsonLine(line, eventSchema);
}
