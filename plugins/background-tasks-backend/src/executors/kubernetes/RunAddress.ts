import { z } from 'zod';
import type { RunHandle } from '@background-tasks/plugin-background-tasks-node';

const schema = z.object({
  run: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  session: z.string(),
  /** The uid of the session, for events on it; runs of an earlier version do not know it. */
  sessionUid: z.string().optional(),
  job: z.string(),
  attempt: z.number().int().min(1),
  bundleBytes: z.number().int().positive(),
  /** What is not there begins at the first phase. */
  startAt: z.literal('validate').optional(),
  /** Of the objects that hold the change for a run that begins at the gate. */
  bundleParts: z.number().int().optional(),
});

/** Where a run is, as it is stored with it. */
export type RunAddress = z.infer<typeof schema>;

/** Reads a handle; undefined for one of a run that was never started. */
export function addressOf(handle: RunHandle): RunAddress | undefined {
  return schema.safeParse(handle).data;
}
