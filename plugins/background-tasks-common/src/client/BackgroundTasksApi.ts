import type {
  BackgroundTask,
  BackgroundTaskEvent,
  CancelBackgroundTaskResponse,
  CountBackgroundTasksRequest,
  CreateBackgroundTaskRequest,
  CreateBackgroundTaskResponse,
  ListAuditRequest,
  ListAuditResponse,
  ListBackgroundTasksRequest,
  ListBackgroundTasksResponse,
  ListProjectsResponse,
  ListTaskObjectsResponse,
  EntityCheck,
  RepositoryCheck,
  RetryBackgroundTaskResponse,
  TaskCounts,
} from '../api';

/** Which task: the project and the task's name within it. @public */
export type BackgroundTaskRef = { project: string; name: string };

/** Options of one call. @public */
export type BackgroundTasksRequestOptions = {
  /** The bearer token, where the fetch API does not add one. */
  token?: string;
  signal?: AbortSignal;
};

/** Options of creating a task. @public */
export type CreateTaskOptions = BackgroundTasksRequestOptions & {
  /** The same request under the same key answers the same task again for 24 hours: so it may be sent again. */
  idempotencyKey?: string;
};

/** Options of following a task's events. @public */
export type FollowEventsOptions = BackgroundTasksRequestOptions & {
  /** The position after which to begin. */
  after?: number;
  /** Called when the stream opens and with all that arrives, heartbeats too: a silent task is no lost connection. */
  onActivity?: () => void;
};

/** Options of a page of events. @public */
export type PollEventsOptions = BackgroundTasksRequestOptions & {
  /** The position after which to begin. */
  after?: number;
  /** 0 to 30; by default it does not wait. */
  waitSeconds?: number;
};

/** A task that is followed among others, and the position after which to begin (default 0). @public */
export type FollowedTask = BackgroundTaskRef & { after?: number };

/** What one stream says of one of the tasks that it follows. @public */
export type FollowUpdate = { task: BackgroundTaskRef } & (
  | { type: 'event'; event: BackgroundTaskEvent }
  /** It has ended, and all was said. */
  | { type: 'end' }
  /** It is not there, or the caller may not read it: the HTTP status says which. */
  | { type: 'refused'; status: number }
);

/** Events of a task, and whether it has ended and nothing comes after them. @public */
export type TaskEventsPage = { items: BackgroundTaskEvent[]; ended: boolean };

/**
 * The calls of the Background Tasks backend. A refusal is thrown as `ResponseError` of `@backstage/errors`.
 *
 * @public
 */
export interface BackgroundTasksApi {
  listProjects(
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListProjectsResponse>;
  createTask(
    project: string,
    request: CreateBackgroundTaskRequest,
    options?: CreateTaskOptions,
  ): Promise<CreateBackgroundTaskResponse>;
  getTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<BackgroundTask>;
  /** The tasks of one project, or of all of the caller's projects. */
  listTasks(
    request: ListBackgroundTasksRequest & { project?: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListBackgroundTasksResponse>;
  /** How many tasks of each status a list would have on all of its pages. */
  countTasks(
    request: CountBackgroundTasksRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskCounts>;
  /** Whether the caller could have a repository changed, and what is known of it. */
  checkRepository(
    request: { url: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<RepositoryCheck>;
  /** What is wrong with those annotations of a catalog entity that only the backend reads. */
  checkEntity(
    request: { entityRef: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<EntityCheck>;
  cancelTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<CancelBackgroundTaskResponse>;
  retryTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<RetryBackgroundTaskResponse>;
  /** Who did what when in the caller's projects, the newest first. */
  listAudit(
    request: ListAuditRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListAuditResponse>;
  /** The whole log as text. */
  getLog(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<string>;
  /** The change as a unified diff; empty where there is none. */
  getDiff(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<string>;
  /**
   * Where the latest run of a task is in a cluster, and what the cluster says of it; empty where tasks run elsewhere.
   */
  listObjects(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskObjectsResponse>;
  /**
   * The events after position `after` (default 0), live until the task ends. It ends when the stream does:
   * to go on after a lost connection, call again with the last position.
   */
  followEvents(
    ref: BackgroundTaskRef,
    options?: FollowEventsOptions,
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }>;
  /**
   * The events of several tasks in one stream, live until all have ended. It ends when the stream does: to go on
   * after a lost connection, call again with the last positions.
   */
  followTasks(
    tasks: readonly FollowedTask[],
    options?: Omit<FollowEventsOptions, 'after'>,
  ): AsyncGenerator<FollowUpdate, void>;
  /** A page of the events after position `after`: those that are there, or the first that come within `waitSeconds`. */
  pollEvents(
    ref: BackgroundTaskRef,
    options?: PollEventsOptions,
  ): Promise<TaskEventsPage>;
}
