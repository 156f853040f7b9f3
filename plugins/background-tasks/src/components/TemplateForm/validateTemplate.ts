import {
  isImageReference,
  placeholdersOf,
} from '@background-tasks/plugin-background-tasks-common';
import { type Words } from '../../useWords';
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
export function validateTemplate(
  draft: TemplateDraft,
  t: Words,
): TemplateErrors {
  const errors: TemplateErrors = {};
  if (!draft.project) errors.project = t('templateForm.errors.project');
  if (!draft.displayName.trim())
    errors.displayName = t('templateForm.errors.displayName');
  if (!NAME.test(draft.name) || draft.name.length > MAX_NAME) {
    errors.name = t('templateForm.errors.name');
  }
  const undeclared = undeclaredIn(draft);
  if (!draft.instructionsTemplate.trim()) {
    errors.instructionsTemplate = t('templateForm.errors.instructions');
  } else if (undeclared.length > 0) {
    errors.instructionsTemplate = t('templateForm.errors.undeclared', {
      names: undeclared.map(name => `'${name}'`).join(', '),
    });
  }
  const image = draft.image.trim();
  if (image && !isImageReference(image)) {
    errors.image = t('templateForm.errors.image');
  }
  for (const [index, parameter] of draft.parameters.entries()) {
    const at = `parameters.${index}`;
    const name = problemOfName(parameter, draft.parameters.slice(0, index), t);
    if (name) errors[`${at}.name`] = name;
    if (parameter.type === 'enum' && valuesOf(parameter).length === 0) {
      errors[`${at}.values`] = t('templateForm.errors.values');
    }
    const value = problemOfDefault(parameter, t);
    if (value) errors[`${at}.defaultValue`] = value;
  }
  for (const [index, { text }] of draft.rules.entries()) {
    if (!text.trim()) {
      errors[`validationRules.${index}`] = t('templateForm.errors.rule');
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
  t: Words,
): string | undefined {
  if (!PARAMETER.test(name) || name.length > MAX_PARAMETER) {
    return t('templateForm.errors.parameterName');
  }
  return before.some(other => other.name === name)
    ? t('templateForm.errors.parameterTwice')
    : undefined;
}

function problemOfDefault(
  parameter: ParameterDraft,
  t: Words,
): string | undefined {
  const { type, defaultValue } = parameter;
  if (defaultValue === '') return undefined;
  if (type === 'number' && !Number.isFinite(Number(defaultValue))) {
    return t('templateForm.errors.number');
  }
  return type === 'enum' && !valuesOf(parameter).includes(defaultValue)
    ? t('templateForm.errors.enum')
    : undefined;
}
