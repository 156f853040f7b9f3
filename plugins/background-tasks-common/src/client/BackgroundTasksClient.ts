import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
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
  ListTaskTemplatesRequest,
  ListTaskTemplatesResponse,
  RetryBackgroundTaskResponse,
  TaskTemplate,
  TaskTemplateInput,
} from '../api';
import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
  BackgroundTasksRequestOptions,
  CreateTaskOptions,
  FollowEventsOptions,
} from './BackgroundTasksApi';
import type {
  BackgroundTaskTemplatesApi,
  TaskTemplateRef,
} from './BackgroundTaskTemplatesApi';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The client of the Background Tasks backend, for browsers, other backends and scripts. @public */
export class BackgroundTasksClient
  implements BackgroundTasksApi, BackgroundTaskTemplatesApi
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
    const path = project ? tasksPath(project) : '/background-tasks';
    return this.json('GET', `${path}${queryOf(filters)}`, options);
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
    if (!response.body) return { ended: false };
    options?.onActivity?.();

    let received: BackgroundTaskEvent[] = [];
    let ended = false;
    const parser = createParser({
      onEvent: message => {
        if (message.event === 'end') ended = true;
        else received.push(JSON.parse(message.data));
      },
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    try {
      while (!ended) {
        const { done, value } = await reader.read();
        if (done) break;
        options?.onActivity?.();
        parser.feed(decoder.decode(value, { stream: true }));
        const batch = received;
        received = [];
        yield* batch;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    return { ended };
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
