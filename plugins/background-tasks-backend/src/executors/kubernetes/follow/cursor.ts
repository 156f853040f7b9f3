import { z } from 'zod';
import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';

const schema = z.object({
  /** The phase whose log is read, or that is waited for. */
  phase: z.enum(['clone', 'baseline', 'agent', 'collect', 'validate']),
  /** Whether it was told that the phase began. */
  begun: z.boolean(),
  /** The last event of the phase that was given out. */
  seq: z.number().int().min(0),
  /** When the container printed it, by its node's clock. */
  time: z.string().optional(),
  /** The uid of the run's Pod: another Pod is none of it. */
  pod: z.string().optional(),
});

/** How far a run has been followed. */
export type Position = z.infer<typeof schema>;

/** Reads a cursor; without one the run is followed from its first phase on. */
export function readCursor(
  cursor: string | undefined,
  first: RunnerPhase,
): Position {
  if (cursor === undefined) return { phase: first, begun: false, seq: 0 };
  return schema.parse(JSON.parse(cursor));
}

/** The cursor for a position. */
export function cursorOf(position: Position): string {
  return JSON.stringify(position);
}
