import type { TaskCondition } from './TaskCondition';

/** Who did what in a project, and what came of it. */
export type AuditRecord = {
  /** Such as `task-create`. */
  action: string;
  /** Who called: a user's entity ref, or a service such as `plugin:scaffolder`. */
  actor: string;
  /** The user that a service acted for. */
  onBehalfOf: string | null;
  project: string;
  /** The name of the task. */
  task: string | null;
  result: 'success' | 'failure';
  detail: string | null;
};

/** A record as it is stored. */
export type StoredAuditRecord = AuditRecord & {
  id: number;
  /** ms since 1970. */
  time: number;
};

/** The history of what was done, apart from the tasks themselves. */
export interface AuditStore {
  add(record: AuditRecord): Promise<void>;
  /** The newest first. */
  list(filter: {
    projects: string[];
    /** Only what is about no task, or about tasks that meet this. */
    visible?: TaskCondition;
    task?: string;
    /** Only records older than the one of this id. */
    before?: number;
    limit: number;
  }): Promise<{ items: StoredAuditRecord[]; more: boolean }>;
}
