import { z } from 'zod';
import { parseJsonLine } from '../parseJsonLine';

const itemSchema = z.union([
  z.looseObject({ type: z.literal('reasoning'), text: z.string() }),
  z.looseObject({ type: z.literal('agent_message'), text: z.string() }),
  z.looseObject({
    type: z.literal('command_execution'),
    command: z.string(),
    aggregated_output: z.string().optional(),
    exit_code: z.number().nullish(),
  }),
  z.looseObject({
    type: z.literal('file_change'),
    changes: z.array(
      z.looseObject({ path: z.string(), kind: z.string().optional() }),
    ),
    status: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('mcp_tool_call'),
    server: z.string().optional(),
    tool: z.string(),
  }),
  z.looseObject({ type: z.literal('web_search'), query: z.string() }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);

/** The events of `codex exec --json` that matter here, as version 0.169.0 prints them. */
const eventSchema = z.union([
  z.looseObject({ type: z.literal('thread.started'), thread_id: z.string() }),
  z.looseObject({ type: z.literal('turn.started') }),
  z.looseObject({
    type: z.enum(['item.started', 'item.completed']),
    item: itemSchema,
  }),
  z.looseObject({
    type: z.literal('turn.completed'),
    usage: z
      .looseObject({ input_tokens: z.number(), output_tokens: z.number() })
      .optional(),
  }),
  z.looseObject({
    type: z.literal('turn.failed'),
    error: z.looseObject({ message: z.string() }).optional(),
  }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);

/** An event of Codex. */
export type CodexEvent = z.infer<typeof eventSchema>;
/** A thing that it says or does. */
export type CodexItem = z.infer<typeof itemSchema>;

/** Reads one line of Codex; undefined for what is of no interest, or not known. */
export function parseCodexEvent(line: string): CodexEvent | undefined {
  return parseJsonLine(line, eventSchema);
}
