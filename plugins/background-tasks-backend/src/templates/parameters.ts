import type {
  ParameterValue,
  TemplateParameter,
} from '@background-tasks/plugin-background-tasks-common';
import { invalid } from '../tasks/invalid';
import { compileRegex, searchRegex } from './linearRegex';

/** They reach a script as its environment, which has to fit into what the system allows a process. */
const MAX_VALUES_BYTES = 128 * 1024;

/**
 * The values of a template's parameters: those that were given, and the defaults of the others.
 *
 * @throws InputError that names `parameters.<name>`
 */
export function resolveParameters(
  declared: readonly TemplateParameter[],
  given: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
  const known = new Set(declared.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) {
      throw invalid(
        `parameters.${name.slice(0, 100)}`,
        `the template has no such parameter; it has ${namesOf(declared)}`,
      );
    }
  }
  const values: [string, ParameterValue][] = [];
  for (const parameter of declared) {
    const { name, required } = parameter;
    const value = Object.hasOwn(given, name)
      ? given[name]
      : parameter.defaultValue;
    if (value === undefined) {
      if (required) throw invalid(`parameters.${name}`, 'is missing');
      continue;
    }
    if (required && value === '') {
      throw invalid(`parameters.${name}`, 'must not be empty');
    }
    const problem = problemOf(parameter, value);
    if (problem) throw invalid(`parameters.${name}`, problem);
    values.push([name, value]);
  }
  const bytes = Buffer.byteLength(values.map(([, value]) => value).join(''));
  if (bytes > MAX_VALUES_BYTES) {
    throw invalid(
      'parameters',
      `they have ${bytes} bytes together; use at most ${MAX_VALUES_BYTES}`,
    );
  }
  return Object.fromEntries(values);
}

/**
 * Checks that parameters are declared in a way that makes sense.
 *
 * @throws InputError that names `parameters.<index>.<field>`
 */
export function checkParameters(declared: readonly TemplateParameter[]): void {
  const names = new Set<string>();
  for (const [index, parameter] of declared.entries()) {
    const field = `parameters.${index}`;
    const { name, type, validationRegex, values, defaultValue } = parameter;
    if (names.has(name)) {
      throw invalid(`${field}.name`, `'${name}' is declared twice`);
    }
    names.add(name);
    if (type === 'enum' && !values?.length) {
      throw invalid(`${field}.values`, `the enum '${name}' needs values`);
    }
    if (type !== 'enum' && values !== undefined) {
      throw invalid(
        `${field}.values`,
        `'${name}' is of type ${type}: only an enum has values`,
      );
    }
    if (validationRegex !== undefined) {
      checkRegex(`${field}.validationRegex`, parameter, validationRegex);
    }
    if (defaultValue !== undefined) {
      const problem = problemOf(parameter, defaultValue);
      if (problem)
        throw invalid(`${field}.defaultValue`, `of '${name}': ${problem}`);
    }
  }
}

function checkRegex(
  field: string,
  { name, type }: TemplateParameter,
  source: string,
): void {
  if (type !== 'string') {
    throw invalid(
      field,
      `'${name}' is of type ${type}: only a string is checked by an expression`,
    );
  }
  const compiled = compileRegex(source);
  if ('problem' in compiled) {
    throw invalid(
      field,
      `of '${name}' is not an expression that RE2 takes: ${compiled.problem}`,
    );
  }
}

/** What is wrong with a value, or undefined. */
function problemOf(
  parameter: TemplateParameter,
  value: ParameterValue,
): string | undefined {
  const { type, values = [], validationRegex } = parameter;
  if (type === 'enum') {
    return typeof value === 'string' && values.includes(value)
      ? undefined
      : `${quote(value)} must be one of ${quoteAll(values)}`;
  }
  if (typeof value !== type) return `${quote(value)} must be a ${type}`;
  if (typeof value !== 'string' || validationRegex === undefined) {
    return undefined;
  }
  const compiled = compileRegex(validationRegex);
  if ('problem' in compiled) {
    return `the template's expression is not valid: ${compiled.problem}`;
  }
  switch (searchRegex(compiled.regex, value)) {
    case 'found':
      return undefined;
    case 'notFound':
      return `${quote(value)} must match ${validationRegex}`;
    default:
      return 'is too long to be matched with the expression of the parameter';
  }
}

function namesOf(declared: readonly TemplateParameter[]): string {
  return declared.length === 0
    ? 'none'
    : quoteAll(declared.map(({ name }) => name));
}

function quoteAll(values: readonly string[]): string {
  const shown = values.slice(0, 20).map(quote).join(', ');
  return values.length > 20 ? `${shown}, …` : shown;
}

/** A value as a message shows it: never longer than a line. */
function quote(value: ParameterValue): string {
  const text = String(value).replace(/\s+/g, ' ');
  return `'${text.length > 100 ? `${text.slice(0, 100)}…` : text}'`;
}
