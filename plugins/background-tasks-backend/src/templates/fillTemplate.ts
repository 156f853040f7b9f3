import {
  fillPlaceholders,
  MAX_INSTRUCTIONS_LENGTH,
  type ParameterValue,
} from '@background-tasks/plugin-background-tasks-common';
import { invalid } from '../tasks/invalid';
import { resolveParameters } from './parameters';
import type { Template } from './Template';

/** What a template comes to with values for its parameters. */
export type FilledTemplate = {
  instructions: string;
  parameters: Record<string, ParameterValue>;
};

/**
 * Fills a template in.
 *
 * @param given - values of parameters; the others take their defaults
 * @param more - further instructions, which follow after a blank line
 * @throws InputError that names `parameters.<name>`, or `parameters` where too much or nothing comes out
 */
export function fillTemplate(
  template: Template,
  given: Readonly<Record<string, ParameterValue>>,
  more?: string,
): FilledTemplate {
  const parameters = resolveParameters(template.parameters, given);
  const filled = fillPlaceholders(
    template.instructionsTemplate,
    new Map(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    ),
  );
  const instructions =
    filled === undefined || more === undefined
      ? filled
      : `${filled}\n\n${more}`;
  if (
    instructions === undefined ||
    instructions.length > MAX_INSTRUCTIONS_LENGTH
  ) {
    throw invalid(
      'parameters',
      `with them the instructions become longer than ${MAX_INSTRUCTIONS_LENGTH} characters`,
    );
  }
  if (instructions.trim() === '') {
    throw invalid('parameters', 'with them the instructions are empty');
  }
  return { instructions, parameters };
}
