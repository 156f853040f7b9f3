import type { Task } from '../tasks/Task';
import type { Template } from '../templates/Template';

/** A Kubernetes resource that stands for a task or a template. */
export type StoredResource = {
  kind: 'session' | 'template';
  /** The uid of the task or template. */
  ownerUid: string;
  cluster: string;
  namespace: string;
  name: string;
  /** As the API server gave it. */
  uid: string;
  /** Of what the resource and the store last agreed on. */
  specHash: string | null;
  /** Whether the end of its task is written to it. */
  synced: boolean;
  /** Whether it was deleted: it is not made again. */
  gone: boolean;
};

/** What is known of the task of a run, for those who find something that the run left behind. */
export type RunState = {
  ended: boolean;
  cleaned: boolean;
  /** Whether it is the task's latest attempt. */
  latest: boolean;
};

/** The record of what stands for tasks and templates in Kubernetes. */
export interface ResourceStore {
  get(
    kind: StoredResource['kind'],
    ownerUid: string,
  ): Promise<StoredResource | undefined>;
  /** By the uid that the API server gave it. */
  byUid(uid: string): Promise<StoredResource | undefined>;
  /** Stores it, over what was known of the same task or template. */
  put(resource: StoredResource): Promise<void>;
  change(
    resource: Pick<StoredResource, 'kind' | 'ownerUid'>,
    fields: Partial<Pick<StoredResource, 'specHash' | 'synced' | 'gone'>>,
  ): Promise<void>;
  remove(resource: Pick<StoredResource, 'kind' | 'ownerUid'>): Promise<void>;
  templates(): Promise<StoredResource[]>;
  /** Which of these uids of resources are known. */
  known(uids: string[]): Promise<Set<string>>;
  /** Which of these uids are those of tasks. */
  knownTasks(uids: string[]): Promise<Set<string>>;

  /**
   * The name of a task is free again: its row stays for the history. Not of one that ended longer ago than some ms.
   */
  releaseName(taskUid: string, endedWithinMs: number): Promise<void>;
  /** Active tasks that have no resource yet, older than some ms. */
  unmirrored(olderThanMs: number): Promise<string[]>;
  /** The resources of active tasks. */
  activeSessions(): Promise<StoredResource[]>;
  /** Uids of ended tasks whose end is not written to their resource. */
  unsynced(limit: number): Promise<string[]>;
  /** Resources whose task ended so long ago, or is deleted, but for those in some clusters. */
  expiredSessions(
    olderThanMs: number,
    limit: number,
    without: string[],
  ): Promise<StoredResource[]>;
  /** Which of these runs are known, and how they stand. */
  runStates(runUids: string[]): Promise<Map<string, RunState>>;
  /** Projects that have active tasks. */
  activeProjects(): Promise<string[]>;
  allTemplates(): Promise<Template[]>;
  template(uid: string): Promise<Template | undefined>;

  /** Takes or prolongs a lease; false where somebody else holds it. */
  lease(name: string, owner: string, ms: number): Promise<boolean>;
  unlease(name: string, owner: string): Promise<void>;
}

/** What a mirror reads of tasks. */
export type TaskReader = {
  getTaskByUid(uid: string): Promise<Task | undefined>;
};
