import {
  checkCommands,
  SCRIPT_PROVIDER,
  TIMEOUT_MAX_MINUTES,
  type NewTask,
  type NewTaskField,
} from './newTask';

const INSTRUCTIONS_MAX = 20_000;
const NAME_MAX = 40;
const NAME_PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const BUDGET_MAX_USD = 10_000;
const BUDGET_MAX_TOKENS = 1_000_000_000;
const CHECKS_MAX = 20;
const CHECK_MAX = 2_000;

/** What is wrong with a field, for people. */
export type NewTaskErrors = Partial<Record<NewTaskField, string>>;

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
  if (!isWhole(task.timeoutMinutes, TIMEOUT_MAX_MINUTES)) {
    errors.timeoutMinutes = `A whole number from 1 to ${TIMEOUT_MAX_MINUTES}.`;
  }
  return { ...errors, ...validateFurther(task) };
}

function validateFurther(task: NewTask): NewTaskErrors {
  const errors: NewTaskErrors = {};
  const commands = checkCommands(task);
  if (commands.length > CHECKS_MAX) {
    errors.checks = `At most ${CHECKS_MAX} commands, these are ${commands.length}.`;
  } else if (commands.some(command => command.length > CHECK_MAX)) {
    errors.checks = `A command has at most ${CHECK_MAX.toLocaleString()} characters.`;
  }
  if (task.provider === SCRIPT_PROVIDER) return errors;
  if (task.budgetUsd.trim() && !isAmount(task.budgetUsd)) {
    errors.budgetUsd = `An amount above 0, up to ${BUDGET_MAX_USD.toLocaleString()}.`;
  }
  if (
    task.budgetTokens.trim() &&
    !isWhole(task.budgetTokens, BUDGET_MAX_TOKENS)
  ) {
    errors.budgetTokens = `A whole number from 1 to ${BUDGET_MAX_TOKENS.toLocaleString()}.`;
  }
  return errors;
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

function isAmount(text: string): boolean {
  const usd = Number(text);
  return usd > 0 && usd <= BUDGET_MAX_USD;
}

function isWhole(text: string, most: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most;
}
