import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  placeholdersOf,
  type ListTaskTemplatesRequest,
  type ListTaskTemplatesResponse,
  type TaskTemplate,
  type TaskTemplateInput,
  type TemplateParameter,
} from '@background-tasks/plugin-background-tasks-common';
import { successOf } from '../audit';
import type { Projects } from '../permissions';
import type { TemplateStore } from '../store';
import type { Caller } from '../tasks';
import { readCursor, writeCursor } from '../tasks/cursor';
import { withCode } from '../tasks/errors';
import { invalid } from '../tasks/invalid';
import type { Providers } from '../tasks/providers';
import type { Task } from '../tasks/Task';
import { checkTemplate } from './checkTemplate';
import { rulesOf } from './rules';
import type { Template, TemplateBody, TemplateStatistics } from './Template';

const DEFAULT_PAGE = 50;
/** As many as the contract lets a template have. */
const MAX_RULES = 20;
const MAX_PARAMETERS = 50;
/** What the contract takes for the name of a parameter. */
const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

type Options = {
  store: TemplateStore;
  projects: Projects;
  providers: Providers;
  /** The task of this name, for a caller who may see it. */
  findTask: (project: string, name: string, caller: Caller) => Promise<Task>;
};

/** What callers can do with templates. It knows no HTTP. */
export class TemplateService {
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  async create(
    project: string,
    input: TaskTemplateInput,
    caller: Caller,
  ): Promise<{ name: string; uid: string }> {
    this.options.projects.get(project, caller.principal);
    return this.store({ project, name: input.name }, bodyOf(input), caller);
  }

  /** Makes a template out of a task that succeeded: what is made from it does what the task did. */
  async createFromTask(
    project: string,
    taskName: string,
    words: { name: string; displayName: string; description?: string },
    caller: Caller,
  ): Promise<{ name: string; uid: string }> {
    const task = await this.options.findTask(project, taskName, caller);
    if (task.status !== 'Completed') {
      throw withCode(
        new InputError(
          `Task '${task.name}' has not succeeded: it is ${task.status}; a template is made only out of a task that is Completed`,
        ),
        'notSucceeded',
      );
    }
    const { name, displayName, description = '' } = words;
    const body = { displayName, description, ...bodyOfTask(task) };
    return this.store({ project, name, task: task.name }, body, caller);
  }

  async get(
    project: string,
    name: string,
    caller: Caller,
  ): Promise<TaskTemplate> {
    const template = await this.find(project, name, caller);
    const [presented] = await this.present([template], caller);
    return presented;
  }

  /** @param project - left out, all of the caller's projects */
  async list(
    project: string | undefined,
    { cursor, limit = DEFAULT_PAGE }: ListTaskTemplatesRequest,
    caller: Caller,
  ): Promise<ListTaskTemplatesResponse> {
    const { projects, store } = this.options;
    const mine =
      project === undefined
        ? projects.list(caller.principal)
        : [projects.get(project, caller.principal)];
    const query = { list: 'templates', project };
    const page = await store.list(
      {
        projects: mine.map(({ name }) => name),
        visible: await caller.access.readableTemplates(),
      },
      { after: cursor ? readPlace(query, cursor) : undefined, limit },
    );
    const last = page.items.at(-1);
    return {
      items: await this.present(page.items, caller),
      nextCursor:
        page.more && last
          ? writeCursor(query, { value: last.name, uid: last.uid })
          : null,
    };
  }

  async update(
    project: string,
    name: string,
    input: TaskTemplateInput,
    caller: Caller,
  ): Promise<TaskTemplate> {
    const { uid } = await this.find(project, name, caller);
    const body = bodyOf(input);
    checkTemplate(body, this.options.providers);
    const updated = await this.options.store.update(
      uid,
      input.name,
      body,
      successOf('template-update', caller.principal, { project, detail: name }),
    );
    if (updated === 'nameTaken') throw nameTaken(project, input.name);
    if (!updated) throw notFound(project, name);
    const [presented] = await this.present([updated], caller);
    return presented;
  }

  async delete(project: string, name: string, caller: Caller): Promise<void> {
    const { uid } = await this.find(project, name, caller);
    await this.options.store.delete(
      uid,
      successOf('template-delete', caller.principal, { project, detail: name }),
    );
  }

  /** @throws InputError that names the field that is wrong */
  check(body: TemplateBody): void {
    checkTemplate(body, this.options.providers);
  }

  private async store(
    { project, name, task }: { project: string; name: string; task?: string },
    body: TemplateBody,
    { principal }: Caller,
  ): Promise<{ name: string; uid: string }> {
    const { store, providers } = this.options;
    checkTemplate(body, providers);
    const uid = randomUUID();
    const createdBy = principal.userEntityRef;
    const created = await store.create(
      { ...body, uid, project, name, createdBy },
      successOf('template-create', principal, { project, task, detail: name }),
    );
    if (!created) throw nameTaken(project, name);
    return { name, uid };
  }

  /** Templates with what came of their tasks, as far as the caller may see these: all in one statement. */
  private async present(
    templates: Template[],
    { access }: Caller,
  ): Promise<TaskTemplate[]> {
    const statistics = await this.options.store.statistics(
      templates.map(({ uid }) => uid),
      await access.readable(),
    );
    return templates.map(template =>
      presentTemplate(template, statistics.get(template.uid)),
    );
  }

  private async find(
    project: string,
    name: string,
    caller: Caller,
  ): Promise<Template> {
    this.options.projects.get(project, caller.principal);
    const template = await this.options.store.get(project, name);
    if (!template || !(await caller.access.mayReadTemplate(template))) {
      throw notFound(project, name);
    }
    return template;
  }
}

function bodyOf(input: TaskTemplateInput): TemplateBody {
  return {
    displayName: input.displayName,
    description: input.description ?? '',
    instructionsTemplate: input.instructionsTemplate,
    parameters: input.parameters ?? [],
    validationRules: input.validationRules ?? [],
    provider: input.provider ?? null,
    model: input.model ?? null,
    runTemplate: input.runTemplate ?? null,
    image: input.image ?? null,
  };
}

/**
 * The instructions are filled in already; the parameters stay all the same, with the task's values as their defaults:
 * its script reads them. What looks like a placeholder becomes a parameter that stands for itself.
 */
function bodyOfTask(
  task: Task,
): Omit<TemplateBody, 'displayName' | 'description'> {
  const validationRules = rulesOf(task.validationSpec);
  const kept = Object.entries(task.parameters ?? {}).map(
    ([name, value]): TemplateParameter => ({
      name,
      type: typeOf(value),
      defaultValue: value,
    }),
  );
  const names = new Set(kept.map(({ name }) => name));
  const literal = placeholdersOf(task.instructions)
    .filter(name => PARAMETER_NAME.test(name) && !names.has(name))
    .map(
      (name): TemplateParameter => ({
        name,
        type: 'string',
        defaultValue: `{{${name}}}`,
      }),
    );
  const parameters = [...kept, ...literal];
  if (validationRules.length > MAX_RULES) {
    throw tooMany(task, `${validationRules.length} checks and rules`);
  }
  if (parameters.length > MAX_PARAMETERS) {
    throw tooMany(task, `${parameters.length} parameters`);
  }
  return {
    instructionsTemplate: task.instructions,
    parameters,
    validationRules,
    provider: task.provider,
    model: task.model,
    runTemplate: task.script,
    image: task.validationSpec.image ?? null,
  };
}

function tooMany(task: Task, what: string): InputError {
  return invalid(
    'name',
    `task '${task.name}' comes to ${what}, which is more than a template can have`,
  );
}

function typeOf(value: unknown): 'string' | 'number' | 'boolean' {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function readPlace(query: object, cursor: string) {
  const { value, uid } = readCursor(query, cursor, 'string');
  return { name: String(value), uid };
}

const noTasks = { tasks: 0, active: 0, completed: 0, failed: 0, stopped: 0 };

function presentTemplate(
  template: Template,
  statistics: TemplateStatistics = noTasks,
): TaskTemplate {
  const { createdAt, updatedAt, lastUsedAt, ...rest } = template;
  const { completed, failed } = statistics;
  const decided = completed + failed;
  return {
    ...rest,
    statistics: {
      ...statistics,
      successRate: decided > 0 ? completed / decided : null,
    },
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    lastUsed: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  };
}

function nameTaken(project: string, name: string): ConflictError {
  return withCode(
    new ConflictError(
      `Invalid 'name': '${name}' is taken by another template of project '${project}': choose another name`,
    ),
    'nameTaken',
    'name',
  );
}

function notFound(project: string, name: string): NotFoundError {
  return withCode(
    new NotFoundError(`No template '${name}' found in project '${project}'`),
    'templateNotFound',
  );
}
