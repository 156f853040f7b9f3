import { z } from 'zod';
import { parseJsonLine } from '../parseJsonLine';

/** The events of `opencode run --format json` that matter here, as version 1.18.33 prints them. */
const eventSchema = z.union([
  z.looseObject({ type: z.literal('step_start'), sessionID: z.string() }),
  z.looseObject({
    type: z.enum(['text', 'reasoning']),
    part: z.looseObject({ text: z.string() }),
  }),
  z.looseObject({
    type: z.literal('tool_use'),
    part: z.looseObject({
      tool: z.string(),
      state: z.looseObject({
        status: z.string(),
        input: z.unknown().optional(),
        output: z.unknown().optional(),
        error: z.unknown().optional(),
        metadata: z
          .looseObject({ exit: z.number().nullish() })
          .optional()
          .catch(undefined),
      }),
    }),
  }),
  z.looseObject({
    type: z.literal('step_finish'),
    part: z.looseObject({
      reason: z.string(),
      tokens: z.looseObject({
        input: z.number(),
        output: z.number(),
        reasoning: z.number().default(0),
        cache: z
          .looseObject({
            read: z.number().default(0),
            write: z.number().default(0),
          })
          .default({ read: 0, write: 0 }),
      }),
    }),
  }),
  z.looseObject({
    type: z.literal('error'),
    error: z.looseObject({
      name: z.string().optional(),
      data: z
        .looseObject({
          message: z.string().optional(),
          statusCode: z.number().optional(),
        })
        .optional(),
    }),
  }),
]);

/** An event of OpenCode. */
export type OpencodeEvent = z.infer<typeof eventSchema>;

/** Reads one line of OpenCode; undefined for what is of no interest, or not known. */
export function parseOpencodeEvent(line: string): OpencodeEvent | undefined {
  return parseJsonLine(line, eventSchema);
}
