import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import type { HubPage, TaskEventHub } from '../orchestration';
import type { Task } from '../tasks';

const PAGE = 500;

/** A page of events; where some were deleted, one in their place says so. */
export async function readPage(
  hub: TaskEventHub,
  task: Task,
  after: number,
  limit = PAGE,
): Promise<HubPage> {
  const page = await hub.read(task.uid, after, limit);
  const [first] = page.events;
  const last = first ? first.position - 1 : task.lastPosition;
  const missing = first !== undefined || page.ended;
  if (!missing || last <= after) return page;
  const truncated: BackgroundTaskEvent = {
    position: last,
    time: first?.time ?? new Date(task.completedAt ?? 0).toISOString(),
    phase: first?.phase ?? task.phase,
    type: 'truncated',
  };
  return { ...page, events: [truncated, ...page.events] };
}
