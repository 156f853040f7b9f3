import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
import type { Words } from '../../useWords';
import { isRepositoryUrl } from '../TaskListPage/listParams';
import {
  checkCommands,
  SCRIPT_PROVIDER,
  TIMEOUT_MAX_MINUTES,
  type NewTask,
  type NewTaskField,
} from './newTask';

/** As many characters as instructions may have. */
export const INSTRUCTIONS_MAX = 20_000;
const NAME_MAX = 40;
const NAME_PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const BUDGET_MAX_USD = 10_000;
const BUDGET_MAX_TOKENS = 1_000_000_000;
const CHECKS_MAX = 20;
const CHECK_MAX = 2_000;

/** What is wrong with a field, for people. */
export type NewTaskErrors = Partial<Record<NewTaskField, string>>;

/** What is wrong with the form, by field; empty where it can be sent. */
export function validateNewTask(
  task: NewTask,
  template: TaskTemplate | undefined,
  t: Words,
): NewTaskErrors {
  const errors: NewTaskErrors = {};
  if (!task.project) errors.project = t('newTask.errors.project');
  if (!task.provider) errors.provider = t('newTask.errors.provider');
  if (task.source === 'entity' && !task.entityRef) {
    errors.entityRef = t('newTask.errors.entityRef');
  }
  if (task.source === 'url' && !isRepositoryUrl(task.repository.trim())) {
    errors.repository = t('newTask.errors.repository');
  }
  if (!task.instructions.trim() && !template) {
    errors.instructions = t('newTask.errors.instructions');
  } else if (task.instructions.length > INSTRUCTIONS_MAX) {
    errors.instructions = t('newTask.errors.instructionsLong', {
      most: INSTRUCTIONS_MAX.toLocaleString(),
      number: task.instructions.length.toLocaleString(),
    });
  }
  if (needsScript(task, template) && !task.run.trim()) {
    errors.run = t('newTask.errors.run');
  }
  if (task.name && !isTaskName(task.name)) {
    errors.name = t('newTask.errors.name', { most: String(NAME_MAX) });
  }
  if (!isWhole(task.timeoutMinutes, TIMEOUT_MAX_MINUTES)) {
    errors.timeoutMinutes = t('newTask.errors.whole', {
      most: String(TIMEOUT_MAX_MINUTES),
    });
  }
  return { ...errors, ...validateFurther(task, t) };
}

/** Whether the task's script is not known yet: a template's own does where it is for the same agent. */
export function needsScript(
  task: NewTask,
  template: TaskTemplate | undefined,
): boolean {
  if (task.provider !== SCRIPT_PROVIDER) return false;
  return !template?.runTemplate;
}

function validateFurther(task: NewTask, t: Words): NewTaskErrors {
  const errors: NewTaskErrors = {};
  const commands = checkCommands(task);
  if (commands.length > CHECKS_MAX) {
    errors.checks = t('newTask.errors.checksMany', {
      most: String(CHECKS_MAX),
      number: String(commands.length),
    });
  } else if (commands.some(command => command.length > CHECK_MAX)) {
    errors.checks = t('newTask.errors.checksLong', {
      most: CHECK_MAX.toLocaleString(),
    });
  }
  if (task.provider === SCRIPT_PROVIDER) return errors;
  if (task.budgetUsd.trim() && !isAmount(task.budgetUsd)) {
    errors.budgetUsd = t('newTask.errors.amount', {
      most: BUDGET_MAX_USD.toLocaleString(),
    });
  }
  if (
    task.budgetTokens.trim() &&
    !isWhole(task.budgetTokens, BUDGET_MAX_TOKENS)
  ) {
    errors.budgetTokens = t('newTask.errors.whole', {
      most: BUDGET_MAX_TOKENS.toLocaleString(),
    });
  }
  return errors;
}

function isTaskName(text: string): boolean {
  return text.length <= NAME_MAX && NAME_PATTERN.test(text);
}

function isAmount(text: string): boolean {
  const usd = Number(text);
  return usd > 0 && usd <= BUDGET_MAX_USD;
}

function isWhole(text: string, most: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most;
}
