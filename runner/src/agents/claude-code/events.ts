import { z } from 'zod';
import { parseJsonLine } from '../parseJsonLine';

const contentSchema = z.union([
  z.looseObject({ type: z.literal('thinking'), thinking: z.string() }),
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({
    type: z.literal('tool_use'),
    id: z.string(),
    name: z.string(),
    input: z.unknown().optional(),
  }),
  z.looseObject({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    is_error: z.boolean().optional(),
    content: z.unknown().optional(),
  }),
  z.looseObject({ type: z.string() }).transform(() => undefined),
]);

const contentsSchema = z.union([
  z.array(contentSchema),
  z.string().transform(() => []),
]);

const modelUsageSchema = z.looseObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadInputTokens: z.number().default(0),
  cacheCreationInputTokens: z.number().default(0),
  costBasis: z.string().optional(),
});

/** The events of `--output-format stream-json` that matter here, as version 2.1.330 prints them. */
const eventSchema = z.union([
  z.looseObject({
    type: z.literal('system'),
    subtype: z.literal('init'),
    model: z.string().optional(),
    claude_code_version: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('system'),
    subtype: z.literal('api_retry'),
    error_status: z.number().nullish(),
    error: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('system'),
    subtype: z.literal('permission_denied'),
    tool_name: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('assistant'),
    message: z.looseObject({
      id: z.string(),
      model: z.string().optional(),
      content: contentsSchema,
    }),
    error: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('user'),
    message: z.looseObject({ content: contentsSchema }),
  }),
  z.looseObject({
    type: z.literal('result'),
    subtype: z.string(),
    is_error: z.boolean().optional(),
    result: z.string().optional(),
    terminal_reason: z.string().optional(),
    errors: z.array(z.string()).optional(),
    total_cost_usd: z.number().optional(),
    modelUsage: z.record(z.string(), modelUsageSchema).optional(),
  }),
]);

/** An event of Claude Code. */
export type ClaudeEvent = z.infer<typeof eventSchema>;
/** Its last event. */
export type ClaudeResult = Extract<ClaudeEvent, { type: 'result' }>;

/** Reads one line of Claude Code; undefined for what is of no interest, or not known. */
export function parseClaudeEvent(line: string): ClaudeEvent | undefined {
  return parseJsonLine(line, eventSchema);
}
