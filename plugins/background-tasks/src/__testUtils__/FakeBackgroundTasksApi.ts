import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskRef,
  BackgroundTasksApi,
  CancelBackgroundTaskResponse,
  CreateBackgroundTaskRequest,
  CreateBackgroundTaskResponse,
  FollowEventsOptions,
  ListBackgroundTasksRequest,
  ListBackgroundTasksResponse,
  ListProjectsResponse,
  RetryBackgroundTaskResponse,
} from '@background-tasks/plugin-background-tasks-common';
import { NotFoundError } from '@backstage/errors';
import { FakeEventStream } from './FakeEventStream';

type CreatedTask = { project: string; request: CreateBackgroundTaskRequest };

/** A backend in memory: tests put tasks in, and play the event streams that the pages open. */
export class FakeBackgroundTasksApi implements BackgroundTasksApi {
  readonly tasks: BackgroundTask[];
  readonly lists: ListBackgroundTasksRequest[] = [];
  readonly created: CreatedTask[] = [];
  readonly cancelled: string[] = [];
  readonly retried: string[] = [];
  readonly streams: FakeEventStream[] = [];
  diff = '';
  /** Each call throws the first of these, if there is one. */
  readonly failures: Error[] = [];

  constructor(tasks: BackgroundTask[] = []) {
    this.tasks = tasks;
  }

  async listProjects(): Promise<ListProjectsResponse> {
    this.failIfAsked();
    const limits = { perUser: 1, perRepository: 1, perProject: 10 };
    return {
      items: [
        { name: 'payments', title: 'Payments', limits },
        { name: 'platform', title: 'Platform', limits },
      ],
      providers: [
        { id: 'script', title: 'Script', default: true },
        { id: 'model', title: 'A model', default: false },
      ],
    };
  }

  async createTask(
    project: string,
    request: CreateBackgroundTaskRequest,
  ): Promise<CreateBackgroundTaskResponse> {
    this.failIfAsked();
    this.created.push({ project, request });
    const name = request.name ?? 'made-up-name';
    const createdAt = '2026-01-01T00:00:00.000Z';
    return { name, uid: `uid-${name}`, status: 'Pending', createdAt };
  }

  async getTask(ref: BackgroundTaskRef): Promise<BackgroundTask> {
    this.failIfAsked();
    const task = this.tasks.find(
      ({ project, name }) => project === ref.project && name === ref.name,
    );
    if (!task) throw new NotFoundError(`No task '${ref.name}' found`);
    return { ...task };
  }

  async listTasks(
    request: ListBackgroundTasksRequest,
  ): Promise<ListBackgroundTasksResponse> {
    this.failIfAsked();
    this.lists.push(request);
    const items = this.tasks.filter(
      task =>
        (!request.status || request.status.includes(task.status)) &&
        (!request.entityRef || request.entityRef === task.entityRef),
    );
    return { items, total: items.length };
  }

  async cancelTask(
    ref: BackgroundTaskRef,
  ): Promise<CancelBackgroundTaskResponse> {
    this.failIfAsked();
    this.cancelled.push(ref.name);
    return { status: 'Stopped' };
  }

  async retryTask(
    ref: BackgroundTaskRef,
  ): Promise<RetryBackgroundTaskResponse> {
    this.failIfAsked();
    this.retried.push(ref.name);
    const name = `${ref.name}-retry-1`;
    return { name, uid: `uid-${name}`, status: 'Pending', retryCount: 1 };
  }

  async getLog(): Promise<string> {
    return '';
  }

  async getDiff(): Promise<string> {
    return this.diff;
  }

  followEvents(
    _ref: BackgroundTaskRef,
    options: FollowEventsOptions = {},
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }> {
    const stream = new FakeEventStream(options);
    this.streams.push(stream);
    return stream.read();
  }

  private failIfAsked() {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}
