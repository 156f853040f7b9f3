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
  RetryBackgroundTaskResponse,
} from '../api';
import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
  BackgroundTasksRequestOptions,
  FollowEventsOptions,
} from './BackgroundTasksApi';

/** The client of the Background Tasks backend, for browsers, other backends and scripts. @public */
export class BackgroundTasksClient implements BackgroundTasksApi {
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
    options?: BackgroundTasksRequestOptions,
  ): Promise<CreateBackgroundTaskResponse> {
    return this.json('POST', tasksPath(project), options, request);
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
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(filters)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item !== undefined) query.append(key, String(item));
      }
    }
    const path = project ? tasksPath(project) : '/background-tasks';
    return this.json('GET', query.size ? `${path}?${query}` : path, options);
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
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(request)) {
      if (value !== undefined) query.append(key, String(value));
    }
    return this.json('GET', query.size ? `/audit?${query}` : '/audit', options);
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

  private async json<T>(
    method: 'GET' | 'POST',
    path: string,
    options?: BackgroundTasksRequestOptions,
    body?: object,
  ): Promise<T> {
    const response = await this.request(
      method,
      path,
      options,
      { accept: 'application/json' },
      body,
    );
    return response.json();
  }

  private async request(
    method: 'GET' | 'POST',
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

function tasksPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/background-tasks`;
}

function taskPath(ref: BackgroundTaskRef): string {
  return `${tasksPath(ref.project)}/${encodeURIComponent(ref.name)}`;
}
