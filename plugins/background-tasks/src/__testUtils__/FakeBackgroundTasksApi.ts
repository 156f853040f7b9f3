import type {
  AuditEntry,
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskProvider,
  BackgroundTaskRef,
  BackgroundTasksApi,
  BackgroundTasksProject,
  CancelBackgroundTaskResponse,
  CountBackgroundTasksRequest,
  CreateBackgroundTaskRequest,
  CreateBackgroundTaskResponse,
  FollowedTask,
  FollowEventsOptions,
  FollowUpdate,
  ListBackgroundTasksRequest,
  ListBackgroundTasksResponse,
  ListProjectsResponse,
  ListTaskObjectsResponse,
  EntityCheck,
  RepositoryCheck,
  PollEventsOptions,
  RetryBackgroundTaskResponse,
  TaskEventsPage,
  TaskCounts,
  TaskObject,
} from '@background-tasks/plugin-background-tasks-common';
import { taskStatuses } from '@background-tasks/plugin-background-tasks-common';
import { NotFoundError } from '@backstage/errors';
import { FakeEventStream } from './FakeEventStream';

type CreatedTask = { project: string; request: CreateBackgroundTaskRequest };

/** A backend in memory: tests put tasks in, and play the event streams that the pages open. */
export class FakeBackgroundTasksApi implements BackgroundTasksApi {
  readonly tasks: BackgroundTask[];
  readonly lists: ListBackgroundTasksRequest[] = [];
  readonly counts: CountBackgroundTasksRequest[] = [];
  /** The addresses of the repositories that were asked for. */
  readonly checked: string[] = [];
  /** What is said of a repository that is asked for, where it is not that all is well. */
  repository: Partial<RepositoryCheck> = {};
  readonly checkedEntities: string[] = [];
  /** What is said to be wrong with the annotations of an entity. */
  problems: EntityCheck['problems'] = [];
  readonly created: CreatedTask[] = [];
  readonly cancelled: string[] = [];
  readonly retried: string[] = [];
  readonly streams: FakeEventStream[] = [];
  readonly audit: AuditEntry[] = [];
  diff = '';
  objects: TaskObject[] = [];
  /** Each call throws the first of these, if there is one. */
  readonly failures: Error[] = [];
  /** The same, of the calls that create a task alone: lists are asked for at any time. */
  readonly refusals: Error[] = [];

  constructor(tasks: BackgroundTask[] = []) {
    this.tasks = tasks;
  }

  async listProjects(): Promise<ListProjectsResponse> {
    this.failIfAsked();
    return {
      items: [
        aProject('payments', 'Payments'),
        aProject('platform', 'Platform'),
      ],
      providers: [
        { ...aProvider('script', 'Script'), default: true, takesScript: true },
        {
          ...aProvider('model', 'A model'),
          models: ['large', 'small'],
          defaultModel: 'large',
          modelDetails: [
            {
              id: 'large',
              title: 'Large',
              price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
            },
            { id: 'small', title: 'Small', price: null },
          ],
        },
        {
          ...aProvider('broken', 'Broken'),
          available: false,
          reason: 'its key is missing',
        },
      ],
    };
  }

  async createTask(
    project: string,
    request: CreateBackgroundTaskRequest,
  ): Promise<CreateBackgroundTaskResponse> {
    this.failIfAsked();
    const refused = this.refusals.shift();
    if (refused) throw refused;
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
    const matching = this.tasks.filter(
      task =>
        (!request.status || request.status.includes(task.status)) &&
        (!request.entityRef || request.entityRef === task.entityRef),
    );
    const begin = Number(request.cursor ?? 0);
    const end = begin + (request.limit ?? 25);
    return {
      items: matching.slice(begin, end),
      total: matching.length,
      totalIsExact: true,
      nextCursor: end < matching.length ? String(end) : null,
    };
  }

  async countTasks(request: CountBackgroundTasksRequest): Promise<TaskCounts> {
    this.counts.push(request);
    return {
      items: taskStatuses.map(status => ({
        status,
        count: this.tasks.filter(task => task.status === status).length,
        countIsExact: true,
      })),
    };
  }

  async checkRepository(request: { url: string }): Promise<RepositoryCheck> {
    this.checked.push(request.url);
    return { ...aRepository(request.url), ...this.repository };
  }

  async checkEntity(request: { entityRef: string }): Promise<EntityCheck> {
    this.checkedEntities.push(request.entityRef);
    return { problems: this.problems };
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

  async listAudit() {
    return { items: this.audit, nextCursor: null };
  }

  async getLog(): Promise<string> {
    return '';
  }

  async getDiff(): Promise<string> {
    return this.diff;
  }

  async listObjects(): Promise<ListTaskObjectsResponse> {
    return { items: this.objects };
  }

  followEvents(
    _ref: BackgroundTaskRef,
    options: FollowEventsOptions = {},
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }> {
    const stream = new FakeEventStream(options);
    this.streams.push(stream);
    return stream.read();
  }

  async *followTasks(
    tasks: readonly FollowedTask[],
    options: Omit<FollowEventsOptions, 'after'> = {},
  ): AsyncGenerator<FollowUpdate, void> {
    for (const { project, name, after } of tasks.slice(0, 1)) {
      const task = { project, name };
      const events = this.followEvents(task, { ...options, after });
      for (;;) {
        const next = await events.next();
        if (next.done) {
          if (next.value.ended) yield { task, type: 'end' };
          return;
        }
        yield { task, type: 'event', event: next.value };
      }
    }
  }

  /** What tests put here was said before the page was opened. */
  readonly pastEvents: BackgroundTaskEvent[] = [];

  async pollEvents(
    _ref: BackgroundTaskRef,
    options: PollEventsOptions = {},
  ): Promise<TaskEventsPage> {
    const { after = 0 } = options;
    const items = this.pastEvents.filter(({ position }) => position > after);
    return { items, ended: false };
  }

  private failIfAsked() {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}

function aProject(name: string, title: string): BackgroundTasksProject {
  return {
    name,
    title,
    namespace: name,
    limits: { perUser: 1, perRepository: 1, perProject: 10 },
    running: 0,
    pending: 0,
    may: { create: true, manageTemplates: true },
  };
}

function aRepository(url: string): RepositoryCheck {
  return {
    url,
    projects: ['payments', 'platform'],
    state: 'found',
    message: null,
    defaultBranch: 'main',
    mayWrite: true,
    checks: [{ kind: 'test', name: 'npm run test', source: 'package.json' }],
    activeTasks: 0,
  };
}

function aProvider(id: string, title: string): BackgroundTaskProvider {
  return {
    id,
    title,
    default: false,
    takesScript: false,
    available: true,
    reason: null,
    models: [],
    modelDetails: [],
    defaultModel: null,
    takesAnyModel: false,
    key: null,
    repairRounds: 2,
  };
}
