import { placeholdersOf } from '@background-tasks/plugin-background-tasks-common';
import {
  valuesOf,
  type ParameterDraft,
  type TemplateDraft,
} from './templateDraft';

/** What is wrong, by the path of the field: `name`, `parameters.0.name`. */
export type TemplateErrors = Record<string, string>;

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const PARAMETER = /^[A-Za-z][A-Za-z0-9_]*$/;
const MAX_NAME = 63;
const MAX_PARAMETER = 64;

/** What the server would refuse, as far as that is known here. */
export function validateTemplate(draft: TemplateDraft): TemplateErrors {
  const errors: TemplateErrors = {};
  if (!draft.project) errors.project = 'Choose a project';
  if (!draft.displayName.trim()) errors.displayName = 'Give it a title';
  if (!NAME.test(draft.name) || draft.name.length > MAX_NAME) {
    errors.name =
      "1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit";
  }
  const undeclared = undeclaredIn(draft);
  if (!draft.instructionsTemplate.trim()) {
    errors.instructionsTemplate = 'Say what is to be done';
  } else if (undeclared.length > 0) {
    errors.instructionsTemplate = `No parameter is called ${undeclared
      .map(name => `'${name}'`)
      .join(', ')}: add it below, or take it out`;
  }
  for (const [index, parameter] of draft.parameters.entries()) {
    const at = `parameters.${index}`;
    const name = problemOfName(parameter, draft.parameters.slice(0, index));
    if (name) errors[`${at}.name`] = name;
    if (parameter.type === 'enum' && valuesOf(parameter).length === 0) {
      errors[`${at}.values`] = 'Give at least one value, each in its own line';
    }
    const value = problemOfDefault(parameter);
    if (value) errors[`${at}.defaultValue`] = value;
  }
  for (const [index, { text }] of draft.rules.entries()) {
    if (!text.trim()) {
      errors[`validationRules.${index}`] = 'Fill it in, or remove it';
    }
  }
  return errors;
}

/** The placeholders of the instructions that are no parameters. */
export function undeclaredIn({
  instructionsTemplate,
  parameters,
}: TemplateDraft): string[] {
  return placeholdersOf(instructionsTemplate).filter(
    name => !parameters.some(parameter => parameter.name === name),
  );
}

function problemOfName(
  { name }: ParameterDraft,
  before: readonly ParameterDraft[],
): string | undefined {
  if (!PARAMETER.test(name) || name.length > MAX_PARAMETER) {
    return "A letter, then letters, digits and '_', at most 64";
  }
  return before.some(other => other.name === name)
    ? 'Another parameter has this name'
    : undefined;
}

function problemOfDefault(parameter: ParameterDraft): string | undefined {
  const { type, defaultValue } = parameter;
  if (defaultValue === '') return undefined;
  if (type === 'number' && !Number.isFinite(Number(defaultValue))) {
    return 'This is not a number';
  }
  return type === 'enum' && !valuesOf(parameter).includes(defaultValue)
    ? 'This is not one of the values'
    : undefined;
}
