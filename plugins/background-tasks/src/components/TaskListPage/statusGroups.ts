import {
  activeTaskStatuses,
  type TaskCounts,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';

/** Statuses that people look for together. */
export type StatusGroup = {
  /** As it stands in the URL. */
  id: 'active' | 'completed' | 'failed' | 'stopped' | 'timeout';
  statuses: readonly TaskStatus[];
};

/** What the list can be filtered by. */
export const statusGroups: readonly StatusGroup[] = [
  { id: 'active', statuses: activeTaskStatuses },
  { id: 'completed', statuses: ['Completed'] },
  { id: 'failed', statuses: ['Failed'] },
  { id: 'stopped', statuses: ['Stopped'] },
  { id: 'timeout', statuses: ['Timeout'] },
];

/** The statuses of some groups. */
export function statusesOf(ids: readonly StatusGroup['id'][]): TaskStatus[] {
  return statusGroups.flatMap(({ id, statuses }) =>
    ids.includes(id) ? statuses : [],
  );
}

/** How many tasks have one of these statuses. */
export function countOf(
  counts: TaskCounts,
  statuses: readonly TaskStatus[],
): { count: number; isExact: boolean } {
  const items = counts.items.filter(({ status }) => statuses.includes(status));
  return {
    count: items.reduce((sum, { count }) => sum + count, 0),
    isExact: items.every(({ countIsExact }) => countIsExact),
  };
}
