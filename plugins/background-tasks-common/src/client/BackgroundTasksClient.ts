import { ResponseError } from '@backstage/errors';
import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTasksProjectSettings,
  CancelBackgroundTaskResponse,
  CountBackgroundTasksRequest,
  CreateBackgroundTaskRequest,
  CreateBackgroundTaskResponse,
  Insights,
  InsightsRequest,
  ListAuditRequest,
  ListAuditResponse,
  ListBackgroundTasksRequest,
  ListBackgroundTasksResponse,
  ListProjectsResponse,
  ListTaskObjectsResponse,
  ListTaskTemplatesRequest,
  ListTaskTemplatesResponse,
  EntityCheck,
  RepositoryCheck,
  RetryBackgroundTaskResponse,
  TaskCounts,
  TaskTemplate,
  TaskTemplateInput,
} from '../api';
import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
  BackgroundTasksRequestOptions,
  CreateTaskOptions,
  FollowedTask,
  FollowEventsOptions,
  FollowUpdate,
  PollEventsOptions,
  TaskEventsPage,
} from './BackgroundTasksApi';
import type { BackgroundTasksOverviewApi } from './BackgroundTasksOverviewApi';
import { readMessages } from './readMessages';
import type {
  BackgroundTaskTemplatesApi,
  TaskTemplateRef,
} from './BackgroundTaskTemplatesApi';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The client of the Background Tasks backend, for browsers, other backends and scripts. @public */
export class BackgroundTasksClient
  implements
    BackgroundTasksApi,
    BackgroundTaskTemplatesApi,
    BackgroundTasksOverviewApi
{
  private readonly discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };
  private readonly fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi;
  }

  async listProjects(
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListProjectsResponse> {
    return this.json('GET', '/projects', options);
  }

  async createTask(
    project: string,
    request: CreateBackgroundTaskRequest,
    options?: CreateTaskOptions,
  ): Promise<CreateBackgroundTaskResponse> {
    const key = options?.idempotencyKey;
    return this.json('POST', tasksPath(project), options, request, {
      ...(key !== undefined && { 'idempotency-key': key }),
    });
  }

  async getTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<BackgroundTask> {
    return this.json('GET', taskPath(ref), options);
  }

  async listTasks(
    request: ListBackgroundTasksRequest & { project?: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListBackgroundTasksResponse> {
    const { project, ...filters } = request;
    // Whose tasks they are is asked of the list of all projects alone.
    if (filters.scope || !project) {
      const path = `/background-tasks${queryOf(request)}`;
      return this.json('GET', path, options);
    }
    return this.json(
      'GET',
      `${tasksPath(project)}${queryOf(filters)}`,
      options,
    );
  }

  async countTasks(
    request: CountBackgroundTasksRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskCounts> {
    const path = `/background-tasks/counts${queryOf(request)}`;
    return this.json('GET', path, options);
  }

  async checkRepository(
    request: { url: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<RepositoryCheck> {
    return this.json('GET', `/repositories/check${queryOf(request)}`, options);
  }

  async checkEntity(
    request: { entityRef: string },
    options?: BackgroundTasksRequestOptions,
  ): Promise<EntityCheck> {
    return this.json('GET', `/entities/check${queryOf(request)}`, options);
  }

  async cancelTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<CancelBackgroundTaskResponse> {
    return this.json('POST', `${taskPath(ref)}/cancel`, options, {});
  }

  async retryTask(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<RetryBackgroundTaskResponse> {
    return this.json('POST', `${taskPath(ref)}/retry`, options, {});
  }

  async listAudit(
    request: ListAuditRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListAuditResponse> {
    return this.json('GET', `/audit${queryOf(request)}`, options);
  }

  async getLog(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<string> {
    const response = await this.request(
      'GET',
      `${taskPath(ref)}/logs`,
      options,
    );
    return response.text();
  }

  async getDiff(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<string> {
    const response = await this.request(
      'GET',
      `${taskPath(ref)}/diff`,
      options,
    );
    return response.text();
  }

  async listObjects(
    ref: BackgroundTaskRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskObjectsResponse> {
    return this.json('GET', `${taskPath(ref)}/objects`, options);
  }

  async *followEvents(
    ref: BackgroundTaskRef,
    options?: FollowEventsOptions,
  ): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }> {
    const response = await this.request(
      'GET',
      `${taskPath(ref)}/events?after=${options?.after ?? 0}`,
      options,
      { accept: 'text/event-stream' },
    );
    for await (const message of readMessages(response, options)) {
      if (message.event === 'end') return { ended: true };
      yield JSON.parse(message.data);
    }
    return { ended: false };
  }

  async *followTasks(
    tasks: readonly FollowedTask[],
    options?: Omit<FollowEventsOptions, 'after'>,
  ): AsyncGenerator<FollowUpdate, void> {
    const task = tasks.map(
      ({ project, name, after = 0 }) => `${project}/${name}@${after}`,
    );
    const response = await this.request(
      'GET',
      `/events${queryOf({ task })}`,
      options,
      { accept: 'text/event-stream' },
    );
    for await (const message of readMessages(response, options)) {
      yield JSON.parse(message.data);
    }
  }

  async pollEvents(
    ref: BackgroundTaskRef,
    options?: PollEventsOptions,
  ): Promise<TaskEventsPage> {
    const query = queryOf({
      after: options?.after ?? 0,
      wait: options?.waitSeconds,
    });
    return this.json('GET', `${taskPath(ref)}/events${query}`, options);
  }

  async getInsights(
    request: InsightsRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<Insights> {
    return this.json('GET', `/insights${queryOf(request)}`, options);
  }

  async getProjectSettings(
    project: string,
    options?: BackgroundTasksRequestOptions,
  ): Promise<BackgroundTasksProjectSettings> {
    const path = `/projects/${encodeURIComponent(project)}/settings`;
    return this.json('GET', path, options);
  }

  async listAllTemplates(
    request?: ListTaskTemplatesRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskTemplatesResponse> {
    return this.json(
      'GET',
      `/task-templates${queryOf(request ?? {})}`,
      options,
    );
  }

  async listTemplates(
    project: string,
    request?: ListTaskTemplatesRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskTemplatesResponse> {
    return this.json(
      'GET',
      `${templatesPath(project)}${queryOf(request ?? {})}`,
      options,
    );
  }

  async getTemplate(
    ref: TaskTemplateRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskTemplate> {
    return this.json('GET', templatePath(ref), options);
  }

  async createTemplate(
    project: string,
    template: TaskTemplateInput,
    options?: BackgroundTasksRequestOptions,
  ): Promise<{ name: string; uid: string }> {
    return this.json('POST', templatesPath(project), options, template);
  }

  async createTemplateFromTask(
    task: BackgroundTaskRef,
    template: Pick<TaskTemplateInput, 'name' | 'displayName' | 'description'>,
    options?: BackgroundTasksRequestOptions,
  ): Promise<{ name: string; uid: string }> {
    return this.json('POST', `${taskPath(task)}/template`, options, template);
  }

  async updateTemplate(
    ref: TaskTemplateRef,
    template: TaskTemplateInput,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskTemplate> {
    return this.json('PUT', templatePath(ref), options, template);
  }

  async deleteTemplate(
    ref: TaskTemplateRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<void> {
    await this.request('DELETE', templatePath(ref), options);
  }

  private async json<T>(
    method: Method,
    path: string,
    options?: BackgroundTasksRequestOptions,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<T> {
    const response = await this.request(
      method,
      path,
      options,
      { ...headers, accept: 'application/json' },
      body,
    );
    return response.json();
  }

  private async request(
    method: Method,
    path: string,
    options?: BackgroundTasksRequestOptions,
    headers?: Record<string, string>,
    body?: object,
  ): Promise<Response> {
    const baseUrl = await this.discoveryApi.getBaseUrl('background-tasks');
    const response = await this.fetchApi.fetch(`${baseUrl}${path}`, {
      method,
      signal: options?.signal,
      headers: {
        ...headers,
        ...(body && { 'content-type': 'application/json' }),
        ...(options?.token && { authorization: `Bearer ${options.token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function templatesPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/task-templates`;
}

function templatePath(ref: TaskTemplateRef): string {
  return `${templatesPath(ref.project)}/${encodeURIComponent(ref.name)}`;
}

function tasksPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/background-tasks`;
}

function taskPath(ref: BackgroundTaskRef): string {
  return `${tasksPath(ref.project)}/${encodeURIComponent(ref.name)}`;
}

/** Parameters as a query: what is undefined is left out, lists are repeated. */
function queryOf(parameters: object): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) query.append(key, String(item));
    }
  }
  return query.size > 0 ? `?${query}` : '';
}
