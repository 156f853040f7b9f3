import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  isFinalStatus,
  type BackgroundTask,
  type CancelBackgroundTaskResponse,
  type CreateBackgroundTaskResponse,
  type ListBackgroundTasksResponse,
  type RetryBackgroundTaskResponse,
  type TaskCounts,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  AgentProvider,
  CodeHost,
} from '@background-tasks/plugin-background-tasks-node';
import { successOf } from '../audit';
import type { TaskEventHub } from '../orchestration';
import type { ModelAdmission } from '../providers';
import {
  ExpiringCache,
  type Principal,
  type Projects,
  type TaskAccess,
  type TaskAction,
} from '../permissions';
import {
  MAX_EXACT_TOTAL,
  type Admission,
  type IdempotentRequest,
  type TaskFilter,
  type TaskStore,
  type TemplateStore,
} from '../store';
import { currentTraceParent, type TaskMetrics } from '../telemetry';
import type { Template } from '../templates';
import { readCursor, writeCursor } from './cursor';
import type { CreatedTask, CreateTask, RequestKey } from './CreateTask';
import { describeNewTask } from './describeNewTask';
import { withCode } from './errors';
import { invalid } from './invalid';
import { nameFromInstructions, retryBase, retryName } from './names';
import { isRetryable, presentSummary, presentTask, toIso } from './presentTask';
import { keyReused, refusalError } from './refusals';
import { TransitionRefusedError } from './stateMachine';
import type { NewTask, Task } from './Task';

/** How long an answer to a cancel waits for the end. */
const CANCEL_WAIT_MS = 10_000;
/** Another replica's end is not told to us: the store is asked so often while a cancel waits. */
const CANCEL_POLL_MS = 500;
/** A name that was made here is made anew so often where it is taken: of 36^4 endings a thousand tasks leave plenty. */
const NAME_ATTEMPTS = 5;
/** The id of a repository at its host hardly ever changes. */
const REPOSITORY_CACHE_MS = 5 * 60_000;

/** Who calls: their identity, and what the permission policy lets them do. */
export type Caller = {
  principal: Principal;
  /** What the caller may do with which tasks. */
  access: Pick<
    TaskAccess,
    'may' | 'mayWithEach' | 'mayReadTemplate' | 'readable' | 'readableTemplates'
  >;
};

/** Which tasks are looked for. */
export type FindTasks = Omit<
  TaskFilter,
  'projects' | 'visible' | 'after' | 'statuses' | 'sort' | 'limit'
> & {
  project?: string;
  /** Those that the caller created, those of the projects that they are in directly, or all. */
  scope?: 'mine' | 'groups' | 'all';
};

/** The query of a list. */
export type ListTasks = FindTasks &
  Pick<TaskFilter, 'statuses' | 'sort' | 'limit'> & { cursor?: string };

type Options = {
  store: TaskStore;
  templates: Pick<TemplateStore, 'get'>;
  projects: Projects;
  codeHosts: CodeHost[];
  providers: readonly AgentProvider[];
  /** Asks whether a task's agent can run, and whether its budget can be kept. */
  admission: Pick<ModelAdmission, 'defaultBudget' | 'check'>;
  defaultProvider: string;
  maxTimeoutSeconds: number;
  hub: TaskEventHub;
  metrics: TaskMetrics;
  /** The login at the code host of a user, where the catalog knows it. */
  loginOf: (userEntityRef: string) => Promise<string | undefined>;
  /** The address of a task's page in the portal. */
  taskUrlOf: (task: Task) => string;
  /** Tells the orchestrator that there is something to do. */
  onChange: (taskUid: string) => void;
};

/** What callers can do with tasks. It knows no HTTP. */
export class TaskService {
  private readonly options: Options;
  private readonly keys = new ExpiringCache<string>(REPOSITORY_CACHE_MS);

  constructor(options: Options) {
    this.options = options;
  }

  /**
   * @param key - by which the request is known when it is sent again: it then answers the same task, as `repeated`
   */
  async create(
    project: string,
    request: CreateTask,
    caller: Caller,
    key?: RequestKey,
  ): Promise<CreatedTask> {
    const { projects, store } = this.options;
    projects.get(project, caller.principal);
    const repeatable = key && {
      ...key,
      project,
      creator: caller.principal.userEntityRef,
    };
    const before = repeatable && (await store.admittedBefore(repeatable));
    if (before === 'reused') throw keyReused();
    if (before) return { created: presentCreated(before), repeated: true };
    const template = await this.templateOf(project, request.templateId, caller);
    const work = describeNewTask(request, template, this.options);
    const { task, repeated } = await this.admit(
      {
        ...work,
        uid: randomUUID(),
        project,
        entityRef: request.entityRef ?? null,
        repositoryUrl: request.repositoryUrl,
        branch: request.branch ?? null,
        budget:
          request.budget ??
          this.options.admission.defaultBudget(project, work.provider),
        output: request.output ?? null,
        timeoutSeconds: this.timeoutOf(request),
        retryCount: 0,
        retryOf: null,
      },
      caller,
      {
        request: repeatable,
        origin: request.origin,
        rename:
          request.name === undefined
            ? async () => ({ name: nameFromInstructions(work.instructions) })
            : undefined,
      },
    );
    return { created: presentCreated(task), repeated };
  }

  private timeoutOf({ timeoutSeconds }: CreateTask): number {
    const { maxTimeoutSeconds } = this.options;
    if (timeoutSeconds !== undefined && timeoutSeconds > maxTimeoutSeconds) {
      throw invalid(
        'timeoutSeconds',
        `'${timeoutSeconds}' must be at most ${maxTimeoutSeconds}, which is what this portal allows a task`,
      );
    }
    return timeoutSeconds ?? maxTimeoutSeconds;
  }

  async retry(
    project: string,
    name: string,
    caller: Caller,
  ): Promise<RetryBackgroundTaskResponse> {
    const failed = await this.findFor('retry', project, name, caller);
    if (!isRetryable(failed)) {
      throw withCode(
        new InputError(
          `Task not in failed state: '${name}' is ${failed.status}; only a task that is Failed, Timeout or Stopped can be retried`,
        ),
        'notFailed',
      );
    }
    const freeName = async () =>
      retryName(
        failed,
        await this.options.store.namesLike(
          project,
          retryBase(failed).slice(0, 20),
        ),
      );
    const { task } = await this.admit(
      {
        uid: randomUUID(),
        project,
        ...(await freeName()),
        retryOf: failed.name,
        instructions: failed.instructions,
        entityRef: failed.entityRef,
        repositoryUrl: failed.repositoryUrl,
        branch: failed.branch,
        provider: failed.provider,
        script: failed.script,
        model: failed.model,
        template: failed.template,
        templateUid: failed.templateUid,
        parameters: failed.parameters,
        budget: failed.budget,
        output: failed.output,
        validationSpec: failed.validationSpec,
        trigger: failed.trigger,
        timeoutSeconds: Math.min(
          failed.timeoutSeconds,
          this.options.maxTimeoutSeconds,
        ),
      },
      caller,
      { origin: failed.name, rename: freeName },
    );
    return {
      name: task.name,
      uid: task.uid,
      status: 'Pending',
      retryCount: task.retryCount,
    };
  }

  async get(
    project: string,
    name: string,
    caller: Caller,
  ): Promise<BackgroundTask> {
    const { projects, store, taskUrlOf } = this.options;
    projects.get(project, caller.principal);
    const whole = await store.getWholeTask(
      { project, name },
      await this.reach({}, caller),
    );
    if (!whole || !(await caller.access.may('read', whole.task))) {
      throw noSuchTask(project, name);
    }
    const { task, runs, openPullRequests } = whole;
    const [may] = await caller.access.mayWithEach([task]);
    return presentTask(task, {
      may,
      runs,
      openPullRequests,
      pageUrl: taskUrlOf(task),
    });
  }

  /** A page of the tasks of one project, or of all of the caller's. */
  async list(
    query: ListTasks,
    caller: Caller,
  ): Promise<ListBackgroundTasksResponse> {
    const { project, cursor, limit, ...rest } = query;
    const { store } = this.options;
    const filter = {
      ...rest,
      ...(await this.reach(query, caller)),
      limit,
      after: cursor
        ? readCursor(
            { ...rest, project },
            cursor,
            rest.sort.by === 'name' ? 'string' : 'number',
          )
        : undefined,
    };
    const { total, ...page } = await store.listTasks(filter);
    const last = page.items.at(-1);
    const may = await caller.access.mayWithEach(page.items);
    return {
      items: page.items.map((task, at) => presentSummary(task, may[at])),
      total: Math.min(total, MAX_EXACT_TOTAL),
      totalIsExact: total <= MAX_EXACT_TOTAL,
      nextCursor:
        page.more && last
          ? writeCursor(
              { ...rest, project },
              {
                value: rest.sort.by === 'name' ? last.name : last.createdAt,
                uid: last.uid,
              },
            )
          : null,
    };
  }

  /** How many tasks of each status a list has on all of its pages. */
  async count(
    { project, ...query }: FindTasks,
    caller: Caller,
  ): Promise<TaskCounts> {
    const counts = await this.options.store.countTasks({
      ...query,
      ...(await this.reach({ ...query, project }, caller)),
    });
    return {
      items: [...counts].map(([status, count]) => ({
        status,
        count: Math.min(count, MAX_EXACT_TOTAL),
        countIsExact: count <= MAX_EXACT_TOTAL,
      })),
    };
  }

  /** Cancels, and waits a while for the end. */
  async cancel(
    project: string,
    name: string,
    caller: Caller,
  ): Promise<CancelBackgroundTaskResponse> {
    const { store, hub } = this.options;
    const task = await this.findFor('cancel', project, name, caller);
    try {
      const by = caller.principal.userEntityRef;
      const committed = await store.requestCancel(
        task.uid,
        by,
        successOf('task-cancel', caller.principal, { project, task: name }),
      );
      hub.publish(committed.task, committed.events);
    } catch (error) {
      throw error instanceof TransitionRefusedError
        ? cannotCancel((await store.getTaskByUid(task.uid)) ?? task)
        : error;
    }
    this.options.onChange(task.uid);
    const status = await this.untilFinal(task);
    return isFinalStatus(status) ? { status } : { status, stopping: true };
  }

  /**
   * The task of this name.
   *
   * @throws NotAllowedError where the caller is no member of the project, NotFoundError where there is no such task, or
   * none that the caller may see
   */
  async find(project: string, name: string, caller: Caller): Promise<Task> {
    this.options.projects.get(project, caller.principal);
    const task = await this.options.store.getTask(project, name);
    if (!task) throw noSuchTask(project, name);
    await this.assertVisible(task, caller);
    return task;
  }

  /** That the caller may see a task that was found before. @throws as `find` */
  async assertVisible(
    task: Task,
    { principal, access }: Caller,
  ): Promise<void> {
    this.options.projects.get(task.project, principal);
    if (!(await access.may('read', task))) {
      throw noSuchTask(task.project, task.name);
    }
  }

  /** Of which projects, by whom, and which of those the caller is told. */
  private async reach(
    { project, scope, creators }: FindTasks,
    { principal, access }: Caller,
  ) {
    const { projects } = this.options;
    const all = project
      ? [projects.get(project, principal)]
      : projects.list(principal);
    const reached =
      scope === 'groups'
        ? all.filter(({ members }) =>
            members.some(member => principal.claims.includes(member)),
          )
        : all;
    const { userEntityRef: me } = principal;
    return {
      projects: reached.map(({ name }) => name),
      creators:
        scope === 'mine'
          ? [me].filter(ref => creators?.includes(ref) ?? true)
          : creators,
      visible: await access.readable(),
    };
  }

  private async templateOf(
    project: string,
    name: string | undefined,
    { access }: Caller,
  ): Promise<Template | undefined> {
    if (name === undefined) return undefined;
    const template = await this.options.templates.get(project, name);
    if (template && (await access.mayReadTemplate(template))) return template;
    throw withCode(
      new InputError(
        `Invalid 'templateId': project '${project}' has no template '${name}'`,
      ),
      'templateNotFound',
      'templateId',
    );
  }

  /** @throws as `find`, and NotAllowedError where the caller may see the task and no more */
  private async findFor(
    action: Exclude<TaskAction, 'read'>,
    project: string,
    name: string,
    caller: Caller,
  ): Promise<Task> {
    const task = await this.find(project, name, caller);
    if (!(await caller.access.may(action, task))) {
      throw withCode(
        new NotAllowedError(
          `You may not ${action} task '${name}': that is for ${task.creator}, who created it, for the owners of its project and of its catalog entity, and for whom the permission policy lets`,
        ),
        'notAllowed',
      );
    }
    return task;
  }

  private async admit(
    task: Omit<NewTask, 'creator' | 'onBehalfOf' | 'repositoryKey'>,
    { principal, access }: Caller,
    options: {
      request?: IdempotentRequest;
      /** What it is made from, as the history tells it. */
      origin?: string;
      /** Another name, where the first was made here and another task took it. */
      rename?: () => Promise<Pick<NewTask, 'name'>>;
    },
  ): Promise<{ task: Task; repeated: boolean }> {
    const { admission: agents, projects, store } = this.options;
    const project = projects.get(task.project, principal);
    const codeHost = this.codeHost(task.repositoryUrl);
    if (!(await projects.mayChange(project, task.repositoryUrl))) {
      throw withCode(
        new NotAllowedError(
          `Repository ${task.repositoryUrl} does not belong to project '${project.name}': it must be the source of a catalog entity that the project owns, or be listed in the project's configuration`,
        ),
        'repositoryNotAllowed',
        'repository.url',
      );
    }
    await agents.check(task);
    let newTask: NewTask = {
      ...task,
      creator: principal.userEntityRef,
      onBehalfOf: principal.service?.subject ?? null,
      traceParent: currentTraceParent(),
      repositoryKey: await this.checkRepository(
        codeHost,
        task.repositoryUrl,
        principal,
      ),
    };
    const { request, rename } = options;
    const admit = () =>
      store.admit(newTask, project.limits, {
        request,
        record: successOf(
          newTask.retryOf === null ? 'task-create' : 'task-retry',
          principal,
          {
            project: project.name,
            task: newTask.name,
            detail: options.origin ?? null,
          },
        ),
      });
    let admission = await admit();
    for (
      let attempt = 1;
      rename && attempt < NAME_ATTEMPTS && isNameTaken(admission);
      attempt++
    ) {
      newTask = { ...newTask, ...(await rename()) };
      admission = await admit();
    }
    if ('refusal' in admission) {
      const visible = projects.list(principal).map(p => p.name);
      throw await refusalError(
        admission.refusal,
        newTask,
        async holder =>
          visible.includes(holder.project) && access.may('read', holder),
      );
    }
    if (admission.repeated) return { task: admission.task, repeated: true };
    this.options.metrics.created(admission.task);
    this.options.onChange(admission.task.uid);
    return { task: admission.task, repeated: false };
  }

  private codeHost(url: string): CodeHost {
    const codeHost = this.options.codeHosts.find(host => host.handles(url));
    if (!codeHost) {
      throw invalid(
        'repository.url',
        `no integration is configured for the host of ${url}; add it to 'integrations.github'`,
      );
    }
    return codeHost;
  }

  /**
   * What the repository's slot is claimed for. One that cannot be seen is admitted all the same, under its address:
   * its task ends with accessDenied, which tells what to check.
   */
  private async checkRepository(
    codeHost: CodeHost,
    url: string,
    principal: Principal,
  ): Promise<string> {
    const login = await this.options.loginOf(principal.userEntityRef);
    if (login) {
      const repository = await codeHost
        .resolve(url)
        .catch(ignoreUnlessUnavailable);
      const mayWrite = repository
        ? await codeHost.canWrite(repository, login)
        : true;
      if (!mayWrite) {
        throw withCode(
          new NotAllowedError(
            mayWrite === false
              ? `You ('${login}') may not write to ${url}: ask for write access to the repository`
              : `Whether you ('${login}') may write to ${url} cannot be told, since this portal may not ask for it: its GitHub App needs the permission 'metadata: read', a token of a user that user's right to write`,
          ),
          'repositoryNotAllowed',
          'repository.url',
        );
      }
    }
    try {
      return await this.keys.get(url, async () => {
        const { key } = await codeHost.resolve(url);
        return key;
      });
    } catch (error) {
      ignoreUnlessUnavailable(error);
      return url.toLowerCase();
    }
  }

  private async untilFinal(task: Task): Promise<TaskStatus> {
    const { store, hub } = this.options;
    const giveUpAt = Date.now() + CANCEL_WAIT_MS;
    for (;;) {
      const news = waitForNews(hub, task.uid, CANCEL_POLL_MS);
      const now = await store.getTaskByUid(task.uid);
      const status = now?.status ?? task.status;
      if (isFinalStatus(status) || Date.now() >= giveUpAt) {
        news.dispose();
        return status;
      }
      await news.promise;
    }
  }
}

function isNameTaken(admission: Admission): boolean {
  return 'refusal' in admission && admission.refusal.code === 'nameTaken';
}

function noSuchTask(project: string, name: string): Error {
  return withCode(
    new NotFoundError(`No task '${name}' found in project '${project}'`),
    'notFound',
  );
}

function presentCreated(task: Task): CreateBackgroundTaskResponse {
  return {
    name: task.name,
    uid: task.uid,
    status: 'Pending',
    createdAt: toIso(task.createdAt),
  };
}

function waitForNews(hub: TaskEventHub, uid: string, ms: number) {
  let dispose = () => {};
  const promise = new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    const unsubscribe = hub.subscribe(uid, resolve);
    dispose = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
  });
  return { promise: promise.finally(dispose), dispose };
}

function cannotCancel(task: Task): Error {
  if (!isFinalStatus(task.status)) {
    return withCode(
      new ConflictError(
        `Task '${task.name}' is publishing its change and can no longer be cancelled: close its pull request instead`,
      ),
      'publishing',
    );
  }
  return withCode(
    new InputError(
      `Task not in running state: '${task.name}' is ${task.status}`,
    ),
    'notRunning',
  );
}

/** A repository that is not there is told by the task itself; a code host that does not answer is an error. */
function ignoreUnlessUnavailable(error: unknown): undefined {
  const known = ['NotFoundError', 'NotAllowedError'];
  if (isError(error) && known.includes(error.name)) return undefined;
  if (isError(error) && error.name === 'InputError') throw error;
  throw new ServiceUnavailableError(
    'The code host did not answer; try again in a moment',
    error,
  );
}
