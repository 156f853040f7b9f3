import type { Task } from '../tasks';

/** What is told of a task, and what decides whether it is. */
export type AnnouncedTask = Pick<
  Task,
  | 'cancelRequestedAt'
  | 'cancelRequestedBy'
  | 'creator'
  | 'error'
  | 'name'
  | 'outcome'
  | 'phase'
  | 'prState'
  | 'prUrl'
  | 'progress'
  | 'project'
  | 'status'
  | 'uid'
>;
