import { NotFoundError } from '@backstage/errors';
import type {
  BackgroundTaskRef,
  BackgroundTasksOverviewApi,
  BackgroundTasksProjectSettings,
  BackgroundTaskTemplatesApi,
  InsightFigures,
  Insights,
  InsightsRequest,
  ListProjectsResponse,
  ListTaskTemplatesRequest,
  ListTaskTemplatesResponse,
  TaskTemplate,
  TaskTemplateInput,
  TaskTemplateRef,
} from '@background-tasks/plugin-background-tasks-common';
import { FakeBackgroundTasksApi } from './FakeBackgroundTasksApi';

/** A backend in memory that knows templates, figures and settings too. */
export class FakeOverviewApi
  extends FakeBackgroundTasksApi
  implements BackgroundTaskTemplatesApi, BackgroundTasksOverviewApi
{
  templates: TaskTemplate[] = [];
  projects: ListProjectsResponse | undefined;
  insights: Insights = someInsights();
  settings: BackgroundTasksProjectSettings | undefined;
  readonly asked: InsightsRequest[] = [];
  readonly written: { project: string; template: TaskTemplateInput }[] = [];
  readonly deleted: string[] = [];
  readonly madeFromTasks: { task: string; name: string }[] = [];

  async listProjects(): Promise<ListProjectsResponse> {
    return this.projects ?? super.listProjects();
  }

  async listAllTemplates(
    request: ListTaskTemplatesRequest = {},
  ): Promise<ListTaskTemplatesResponse> {
    return this.page(this.templates, request);
  }

  async listTemplates(
    project: string,
    request: ListTaskTemplatesRequest = {},
  ): Promise<ListTaskTemplatesResponse> {
    const own = this.templates.filter(each => each.project === project);
    return this.page(own, request);
  }

  async getTemplate(ref: TaskTemplateRef): Promise<TaskTemplate> {
    const template = this.templates.find(
      ({ project, name }) => project === ref.project && name === ref.name,
    );
    if (!template) throw new NotFoundError(`No template '${ref.name}' found`);
    return template;
  }

  async createTemplate(project: string, template: TaskTemplateInput) {
    this.throwFailure();
    this.written.push({ project, template });
    this.templates.push(aTemplate({ project, ...template }));
    return { name: template.name, uid: `uid-${template.name}` };
  }

  async createTemplateFromTask(
    task: BackgroundTaskRef,
    template: Pick<TaskTemplateInput, 'name' | 'displayName' | 'description'>,
  ) {
    this.throwFailure();
    const { name } = template;
    this.madeFromTasks.push({ task: task.name, name });
    this.templates.push(aTemplate({ project: task.project, ...template }));
    return { name, uid: `uid-${name}` };
  }

  async updateTemplate(ref: TaskTemplateRef, template: TaskTemplateInput) {
    this.throwFailure();
    this.written.push({ project: ref.project, template });
    const changed = aTemplate({ project: ref.project, ...template });
    this.templates = this.templates.map(each =>
      each.name === ref.name ? changed : each,
    );
    return changed;
  }

  async deleteTemplate(ref: TaskTemplateRef): Promise<void> {
    this.throwFailure();
    this.deleted.push(ref.name);
    this.templates = this.templates.filter(({ name }) => name !== ref.name);
  }

  async getInsights(request: InsightsRequest): Promise<Insights> {
    this.throwFailure();
    this.asked.push(request);
    return this.insights;
  }

  async getProjectSettings(
    project: string,
  ): Promise<BackgroundTasksProjectSettings> {
    this.throwFailure();
    if (!this.settings) throw new NotFoundError(`No project '${project}'`);
    return this.settings;
  }

  private page(
    templates: TaskTemplate[],
    { cursor, limit = 50 }: ListTaskTemplatesRequest,
  ): ListTaskTemplatesResponse {
    this.throwFailure();
    const begin = Number(cursor ?? 0);
    const end = begin + limit;
    return {
      items: templates.slice(begin, end),
      nextCursor: end < templates.length ? String(end) : null,
    };
  }

  private throwFailure() {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}

/** A template, changed as the test needs it. */
export function aTemplate(changed: Partial<TaskTemplate> = {}): TaskTemplate {
  const name = changed.name ?? 'upgrade-dependency';
  return {
    uid: `uid-${name}`,
    project: 'payments',
    name,
    displayName: 'Upgrade a dependency',
    description: 'Brings one package to a version.',
    instructionsTemplate: 'Upgrade {{packageName}} to version {{version}}.',
    parameters: [
      { name: 'packageName', type: 'string', required: true },
      {
        name: 'version',
        type: 'string',
        required: true,
        defaultValue: 'latest',
      },
    ],
    validationRules: [{ command: 'npm run e2e' }],
    provider: 'script',
    model: null,
    runTemplate: 'npm install "$PARAM_packageName@$PARAM_version"',
    image: null,
    createdBy: 'user:default/ana',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    usageCount: 0,
    lastUsed: null,
    statistics: {
      tasks: 0,
      active: 0,
      completed: 0,
      failed: 0,
      stopped: 0,
      successRate: null,
    },
    ...changed,
  };
}

/** Figures of tasks that completed and failed. */
export function someFigures(completed: number, failed: number): InsightFigures {
  const tasks = completed + failed;
  return {
    tasks,
    statuses: {
      Pending: 0,
      Creating: 0,
      Running: 0,
      Completed: completed,
      Failed: failed,
      Stopped: 0,
      Timeout: 0,
    },
    successRate: tasks > 0 ? completed / tasks : null,
    retries: 2,
    retriesSucceeded: 1,
    ended: tasks,
    endedWithinHour: completed,
    pullRequests: { open: 1, merged: 2, closed: 0 },
    costUsd: 1.5,
    tasksOfUnknownCost: 0,
    tokens: 12_000,
  };
}

/** Figures of two days. */
export function someInsights(): Insights {
  return {
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-03T00:00:00.000Z',
    interval: 'day',
    total: someFigures(3, 1),
    timeToPullRequest: { median: 300, p90: 900 },
    overTime: [
      { start: '2026-01-01T00:00:00.000Z', figures: someFigures(2, 0) },
      { start: '2026-01-02T00:00:00.000Z', figures: someFigures(1, 1) },
    ],
    byProject: [
      { name: 'payments', project: null, figures: someFigures(3, 1) },
    ],
    byTemplate: [
      {
        name: 'upgrade-dependency',
        project: 'payments',
        figures: someFigures(2, 0),
      },
      { name: null, project: 'payments', figures: someFigures(1, 1) },
    ],
    byTeam: [
      {
        name: 'group:default/payments',
        project: null,
        figures: someFigures(3, 1),
      },
    ],
    byProvider: [{ name: 'script', project: null, figures: someFigures(3, 1) }],
  };
}
