import type { MaintenanceStore } from '../store';

/** How long things are kept, in ms. */
export type Retention = {
  /** Events and bundles, from the end of their task on. */
  eventsMs: number;
  /** Tasks and the history. */
  tasksMs: number;
};

const IDEMPOTENCY_KEYS_MS = 24 * 60 * 60 * 1000;

/** Deletes what is too old, slice by slice, until nothing is left or it is told to stop: the next sweep goes on. */
export async function sweep(
  store: MaintenanceStore,
  retention: Retention,
  signal: AbortSignal,
): Promise<void> {
  const slices = [
    () => store.purgeEvents(retention.eventsMs),
    () => store.purgeTasks(retention.tasksMs),
    () => store.purgeAudit(retention.tasksMs),
    () => store.purgeIdempotencyKeys(IDEMPOTENCY_KEYS_MS),
  ];
  for (const slice of slices) {
    while (!signal.aborted && (await slice()) > 0);
  }
}
