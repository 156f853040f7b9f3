import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import { errorField, errorMessage } from '../../api';

/** The provider that carries out the user's own script instead of asking a model. */
export const SCRIPT_PROVIDER = 'script';
const INSTRUCTIONS_MAX = 20_000;
const NAME_MAX = 40;
const NAME_PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const TIMEOUT_MAX_MINUTES = 60;

/** What the form holds: text as it was typed. */
export type NewTask = {
  project: string;
  /** Whether the repository is that of a catalog entity or given by its URL. */
  source: 'entity' | 'url';
  entityRef: string;
  repository: string;
  branch: string;
  provider: string;
  instructions: string;
  run: string;
  name: string;
  timeoutMinutes: string;
};

/** The fields of the form that can have an error of their own. */
export type NewTaskField = Exclude<keyof NewTask, 'source'>;

/** What is wrong with a field, for people. */
export type NewTaskErrors = Partial<Record<NewTaskField, string>>;

/** An empty form with what a link prefilled. */
export function newTaskFromQuery(query: URLSearchParams): NewTask {
  const text = (key: string) => query.get(key) ?? '';
  const byUrl = query.has('repository') && !query.has('entityRef');
  return {
    project: text('project'),
    source: byUrl ? 'url' : 'entity',
    entityRef: text('entityRef'),
    repository: text('repository'),
    branch: text('branch'),
    provider: text('provider'),
    instructions: text('instructions'),
    run: text('run'),
    name: text('name'),
    timeoutMinutes: String(TIMEOUT_MAX_MINUTES),
  };
}

/** What is wrong with the form, by field; empty where it can be sent. */
export function validateNewTask(task: NewTask): NewTaskErrors {
  const errors: NewTaskErrors = {};
  if (!task.project) errors.project = 'Choose a project.';
  if (!task.provider) errors.provider = 'Choose who makes the change.';
  if (task.source === 'entity' && !task.entityRef) {
    errors.entityRef = 'Choose a component, or give a repository by its URL.';
  }
  if (task.source === 'url' && !isRepositoryUrl(task.repository.trim())) {
    errors.repository =
      'Give the https address of a repository, such as https://github.com/owner/name.';
  }
  if (!task.instructions.trim()) {
    errors.instructions = 'Say what is to be done.';
  } else if (task.instructions.length > INSTRUCTIONS_MAX) {
    errors.instructions = `At most ${INSTRUCTIONS_MAX.toLocaleString()} characters, these are ${task.instructions.length.toLocaleString()}.`;
  }
  if (task.provider === SCRIPT_PROVIDER && !task.run.trim()) {
    errors.run = 'Give the commands that make the change.';
  }
  if (task.name && !isTaskName(task.name)) {
    errors.name = `Use a to z, 0 to 9 and hyphens, beginning and ending with a letter or digit; at most ${NAME_MAX} characters.`;
  }
  if (!isTimeout(task.timeoutMinutes)) {
    errors.timeoutMinutes = `A whole number from 1 to ${TIMEOUT_MAX_MINUTES}.`;
  }
  return errors;
}

/** The request that a valid form makes. */
export function newTaskRequest(task: NewTask): CreateBackgroundTaskRequest {
  const branch = task.branch.trim();
  return {
    ...(task.name && { name: task.name }),
    instructions: task.instructions.trim(),
    ...(task.source === 'entity'
      ? { entityRef: task.entityRef }
      : {
          repository: {
            url: task.repository.trim(),
            ...(branch && { branch }),
          },
        }),
    provider: task.provider,
    ...(task.provider === SCRIPT_PROVIDER && { run: task.run }),
    timeoutSeconds: Number(task.timeoutMinutes) * 60,
  };
}

/** The server's refusal at the field that it speaks of; `form` where it speaks of none. */
export function serverErrors(
  error: unknown,
  task: NewTask,
): NewTaskErrors & { form?: string } {
  const message = errorMessage(error);
  const { code, field } = errorField(error);
  const source = task.source === 'entity' ? 'entityRef' : 'repository';
  const fieldOfCode: Record<string, NewTaskField> = {
    nameTaken: 'name',
    notProjectMember: 'project',
    repositoryNotAllowed: source,
    providerUnavailable: 'provider',
  };
  const fieldOfPath: Record<string, NewTaskField> = {
    project: 'project',
    name: 'name',
    instructions: 'instructions',
    repository: source,
    url: source,
    branch: task.source === 'entity' ? 'entityRef' : 'branch',
    entityRef: source,
    provider: 'provider',
    run: 'run',
    timeoutSeconds: 'timeoutMinutes',
  };
  const last = field?.split(/[./]/).at(-1);
  const target = (last && fieldOfPath[last]) || (code && fieldOfCode[code]);
  return target ? { [target]: message } : { form: message };
}

function isRepositoryUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    /^https?:$/.test(url.protocol) &&
    url.pathname.split('/').filter(Boolean).length >= 2
  );
}

function isTaskName(text: string): boolean {
  return text.length <= NAME_MAX && NAME_PATTERN.test(text);
}

function isTimeout(text: string): boolean {
  const minutes = Number(text);
  return (
    Number.isInteger(minutes) && minutes >= 1 && minutes <= TIMEOUT_MAX_MINUTES
  );
}
