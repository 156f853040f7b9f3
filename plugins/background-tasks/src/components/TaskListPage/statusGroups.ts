import {
  activeTaskStatuses,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';

/** Statuses that people look for together. */
export type StatusGroup = {
  /** As it stands in the URL. */
  id: 'active' | 'completed' | 'failed' | 'stopped' | 'timeout';
  title: string;
  statuses: readonly TaskStatus[];
};

/** What the list can be filtered by. */
export const statusGroups: readonly StatusGroup[] = [
  { id: 'active', title: 'Active', statuses: activeTaskStatuses },
  { id: 'completed', title: 'Completed', statuses: ['Completed'] },
  { id: 'failed', title: 'Failed', statuses: ['Failed'] },
  { id: 'stopped', title: 'Stopped', statuses: ['Stopped'] },
  { id: 'timeout', title: 'Timed out', statuses: ['Timeout'] },
];
