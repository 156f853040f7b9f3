import type {
  ParameterValue,
  TaskTemplate,
  TemplateParameter,
} from '@background-tasks/plugin-background-tasks-common';
import type { RJSFSchema } from '@rjsf/utils';

/** The values of a template's parameters as their types want them: what a link gave is text. */
export function parametersFor(
  template: TaskTemplate,
  given: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
  const values = template.parameters.flatMap(parameter => {
    const value = given[parameter.name] ?? parameter.defaultValue;
    return value === undefined
      ? []
      : [[parameter.name, typed(parameter, value)]];
  });
  return Object.fromEntries(values);
}

/** The form of a template's parameters. */
export function schemaOf(template: TaskTemplate): RJSFSchema {
  const { parameters } = template;
  return {
    type: 'object',
    required: parameters
      .filter(({ required }) => required)
      .map(({ name }) => name),
    properties: Object.fromEntries(
      parameters.map(parameter => [parameter.name, propertyOf(parameter)]),
    ),
  };
}

function propertyOf(parameter: TemplateParameter): RJSFSchema {
  const { type, description, values, validationRegex, required } = parameter;
  const common = { title: titleOf(parameter.name), description };
  if (type === 'enum') return { ...common, type: 'string', enum: values ?? [] };
  if (type !== 'string') return { ...common, type };
  return {
    ...common,
    type,
    ...(required && { minLength: 1 }),
    ...(validationRegex &&
      isExpression(validationRegex) && { pattern: validationRegex }),
  };
}

// The server's expressions are RE2; one that a browser does not take is left to the server.
function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** `targetVersion` and `target_version` as people write it: `Target version`. */
function titleOf(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLocaleLowerCase('en-US')
    .trim();
  return words.charAt(0).toLocaleUpperCase('en-US') + words.slice(1);
}

function typed({ type }: TemplateParameter, value: ParameterValue) {
  if (typeof value !== 'string') return value;
  if (
    type === 'number' &&
    value.trim() !== '' &&
    !Number.isNaN(Number(value))
  ) {
    return Number(value);
  }
  if (type === 'boolean' && /^(true|false)$/.test(value)) {
    return value === 'true';
  }
  return value;
}
