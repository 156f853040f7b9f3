import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';

const known = new WeakMap<BackgroundTaskEvent, string>();

/** An event as JSON: made once for all viewers that get the same one. */
export function jsonOf(event: BackgroundTaskEvent): string {
  const before = known.get(event);
  if (before !== undefined) return before;
  const json = JSON.stringify(event);
  known.set(event, json);
  return json;
}
