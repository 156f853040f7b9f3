import {
  isImageReference,
  placeholdersOf,
} from '@background-tasks/plugin-background-tasks-common';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import { checkModel, findProvider, type Providers } from '../tasks/providers';
import { invalid } from '../tasks/invalid';
import { checkParameters } from './parameters';
import { checkRules } from './rules';
import type { TemplateBody } from './Template';

/**
 * Checks a template beyond its form, so that a task made from it can only be wrong in what it adds.
 *
 * @throws InputError that names the field
 */
export function checkTemplate(body: TemplateBody, providers: Providers): void {
  checkParameters(body.parameters);
  checkRules(body.validationRules);
  checkPlaceholders(body);
  checkImage(body);
  checkProvider(body, findProvider(providers, body.provider ?? undefined));
}

function checkImage({ image }: TemplateBody) {
  if (image === null || isImageReference(image)) return;
  throw invalid(
    'image',
    `'${image.slice(
      0,
      100,
    )}' is no image: it should be registry/path:tag, or be left out`,
  );
}

function checkPlaceholders({ instructionsTemplate, parameters }: TemplateBody) {
  if (instructionsTemplate.trim() === '') {
    throw invalid('instructionsTemplate', 'must not be empty');
  }
  const declared = new Set(parameters.map(({ name }) => name));
  for (const name of placeholdersOf(instructionsTemplate)) {
    if (!declared.has(name)) {
      throw invalid(
        'instructionsTemplate',
        `'{{${name.slice(
          0,
          100,
        )}}}' is no parameter of the template: declare it in 'parameters'`,
      );
    }
  }
}

function checkProvider(body: TemplateBody, provider: AgentProvider) {
  if (body.runTemplate !== null) {
    if (!provider.takesScript) {
      throw invalid(
        'runTemplate',
        `the provider '${provider.id}' takes no script: leave it out, or use the provider 'script'`,
      );
    }
    if (body.runTemplate.trim() === '') {
      throw invalid('runTemplate', 'must not be empty');
    }
  }
  if (body.model !== null) checkModel(provider, body.model);
}
