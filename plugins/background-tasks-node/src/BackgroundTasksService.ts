import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type AuthService,
  type BackstageCredentials,
  type DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  BackgroundTasksClient,
  type BackgroundTask,
  type BackgroundTaskEvent,
  type BackgroundTaskRef,
  type BackgroundTasksRequestOptions,
  type CancelBackgroundTaskResponse,
  type CreateBackgroundTaskRequest,
  type CreateBackgroundTaskResponse,
  type CreateTaskOptions,
  type FollowEventsOptions,
  type ListBackgroundTasksRequest,
  type ListBackgroundTasksResponse,
  type RetryBackgroundTaskResponse,
} from '@background-tasks/plugin-background-tasks-common';

/** For whom a call is made: it may do what they may. @public */
export type BackgroundTasksServiceOptions = Omit<
  BackgroundTasksRequestOptions,
  'token'
> & { credentials: BackstageCredentials };

/** Options of following a task's events. @public */
export type BackgroundTasksServiceFollowOptions = Omit<
  FollowEventsOptions,
  'token'
> & { credentials: BackstageCredentials };

/**
 * Background tasks for other backend plugins. Wherever the Background Tasks backend runs, each call reaches its API
 * with a token of the calling plugin on behalf of the given credentials, so all checks are the API's own.
 * A refusal is thrown as `ResponseError` of `@backstage/errors`.
 *
 * @public
 */
export interface BackgroundTasksService {
  createTask(
    project: string,
    request: CreateBackgroundTaskRequest,
    options: BackgroundTasksServiceOptions &
      Pick<CreateTaskOptions, 'idempotencyKey'>,
  ): Promise<CreateBackgroundTaskResponse>;
  getTask(
    ref: BackgroundTaskRef,
    options: BackgroundTasksServiceOptions,
  ): Promise<BackgroundTask>;
  /** The tasks of one project, or of all projects of the user. */
  listTasks(
    request: ListBackgroundTasksRequest & { project?: string },
    options: BackgroundTasksServiceOptions,
  ): Promise<ListBackgroundTasksResponse>;
  cancelTask(
    ref: BackgroundTaskRef,
    options: BackgroundTasksServiceOptions,
  ): Promise<CancelBackgroundTaskResponse>;
  retryTask(
    ref: BackgroundTaskRef,
    options: BackgroundTasksServiceOptions,
  ): Promise<RetryBackgroundTaskResponse>;
  /**
   * The events after position `after` (default 0), live until the task ends. It ends when the stream does:
   * to go on after a lost connection, call again with the last position.
   */
  followEvents(
    ref: BackgroundTaskRef,
    options: BackgroundTasksServiceFollowOptions,
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }>;
}

/** The service that `backgroundTasksServiceRef` gives. @public */
export function createBackgroundTasksService(deps: {
  auth: AuthService;
  discovery: DiscoveryService;
}): BackgroundTasksService {
  const client = new BackgroundTasksClient({
    discoveryApi: deps.discovery,
    fetchApi: { fetch },
  });

  /** Tokens live for minutes, so each call gets a new one. */
  async function withToken<T extends { credentials: BackstageCredentials }>(
    options: T,
  ): Promise<Omit<T, 'credentials'> & { token: string }> {
    const { credentials, ...rest } = options;
    const { token } = await deps.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'background-tasks',
    });
    return { ...rest, token };
  }

  return {
    async createTask(project, request, options) {
      return client.createTask(project, request, await withToken(options));
    },
    async getTask(ref, options) {
      return client.getTask(ref, await withToken(options));
    },
    async listTasks(request, options) {
      return client.listTasks(request, await withToken(options));
    },
    async cancelTask(ref, options) {
      return client.cancelTask(ref, await withToken(options));
    },
    async retryTask(ref, options) {
      return client.retryTask(ref, await withToken(options));
    },
    async *followEvents(ref, options) {
      return yield* client.followEvents(ref, await withToken(options));
    },
  };
}

/** Background tasks for other backend plugins. @public */
export const backgroundTasksServiceRef =
  createServiceRef<BackgroundTasksService>({
    id: 'background-tasks',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          auth: coreServices.auth,
          discovery: coreServices.discovery,
        },
        factory: createBackgroundTasksService,
      }),
  });
