import { errorField, errorMessage } from '../../api';
import type { NewTask, NewTaskField } from './newTask';
import type { NewTaskErrors } from './validateNewTask';

/** The server's refusal at the field that it speaks of; `form` where it speaks of none. */
export function serverErrors(
  error: unknown,
  task: NewTask,
): NewTaskErrors & { form?: string } {
  const message = errorMessage(error);
  const { code, field } = errorField(error);
  const target = fieldOfPath(field, task) ?? fieldOfCode(code, task);
  return target ? { [target]: message } : { form: message };
}

// The deepest part of `validation.commands.0` or `budget/usd` that the form has a field for.
function fieldOfPath(
  path: string | undefined,
  task: NewTask,
): NewTaskField | undefined {
  const fields = fieldsOfParts(task);
  const parts = path?.split(/[./]/) ?? [];
  for (const part of parts.reverse()) {
    if (Object.hasOwn(fields, part)) return fields[part];
  }
  return undefined;
}

function fieldsOfParts(task: NewTask): Record<string, NewTaskField> {
  const source = sourceOf(task);
  return {
    project: 'project',
    name: 'name',
    instructions: 'instructions',
    repository: source,
    url: source,
    branch: task.source === 'entity' ? 'entityRef' : 'branch',
    entityRef: source,
    provider: 'provider',
    model: 'model',
    run: 'run',
    timeoutSeconds: 'timeoutMinutes',
    budget: task.budgetTokens && !task.budgetUsd ? 'budgetTokens' : 'budgetUsd',
    usd: 'budgetUsd',
    tokens: 'budgetTokens',
    validation: 'checks',
    commands: 'checks',
    repairRounds: 'repairRounds',
    output: 'output',
    target: 'target',
    labels: 'labels',
    reviewers: 'reviewers',
    templateId: 'template',
    parameters: 'parameters',
  };
}

function fieldOfCode(
  code: string | undefined,
  task: NewTask,
): NewTaskField | undefined {
  const fields: Record<string, NewTaskField> = {
    nameTaken: 'name',
    notProjectMember: 'project',
    repositoryNotAllowed: sourceOf(task),
    providerUnavailable: 'provider',
    templateNotFound: 'template',
  };
  return code !== undefined && Object.hasOwn(fields, code)
    ? fields[code]
    : undefined;
}

function sourceOf(task: NewTask): NewTaskField {
  return task.source === 'entity' ? 'entityRef' : 'repository';
}
