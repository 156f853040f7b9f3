import type {
  BackgroundTask,
  BackgroundTaskEvent,
  CancelBackgroundTaskResponse,
  CreateBackgroundTaskRequest,
  CreateBackgroundTaskResponse,
  ListAuditRequest,
  ListAuditResponse,
  ListBackgroundTasksRequest,
  ListBackgroundTasksResponse,
  ListProjectsResponse,
  RetryBackgroundTaskResponse,
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
   * The events after position `after` (default 0), live until the task ends. It ends when the stream does:
   * to go on after a lost connection, call again with the last position.
   */
  followEvents(
    ref: BackgroundTaskRef,
    options?: FollowEventsOptions,
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }>;
}
