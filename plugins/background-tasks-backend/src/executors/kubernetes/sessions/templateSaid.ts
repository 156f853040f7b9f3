import { createHash } from 'node:crypto';
import type { Template, TemplateBody } from '../../../templates';
import {
  templateSpecSchema,
  type TemplateResource,
  type TemplateSpec,
} from './resources';

/** The name of a template and what it says, wherever it comes from. */
export type Said = { name: string; body: TemplateBody };

/** What a template of the store says. */
export function saidOf(template: Template): Said {
  const {
    displayName,
    description,
    instructionsTemplate,
    parameters,
    validationRules,
    provider,
    model,
    runTemplate,
    image,
  } = template;
  return {
    name: template.name,
    body: {
      displayName,
      description,
      instructionsTemplate,
      parameters,
      validationRules,
      provider,
      model,
      runTemplate,
      image,
    },
  };
}

/** What a resource says; an error that tells what is wrong with it. */
export function readSaid({ metadata, spec }: TemplateResource): Said | Error {
  const { data, error } = templateSpecSchema.safeParse(spec);
  if (!data) {
    const [issue] = error.issues;
    return new Error(`spec.${issue.path.join('.')}: ${issue.message}`);
  }
  const {
    name = metadata.name,
    provider,
    model,
    runTemplate,
    image,
    ...rest
  } = data;
  return {
    name,
    body: {
      ...rest,
      provider: provider ?? null,
      model: model ?? null,
      runTemplate: runTemplate ?? null,
      image: image ?? null,
    },
  };
}

/** The same as the spec of a resource. */
export function specOf({ name, body }: Said): TemplateSpec {
  const { provider, model, runTemplate, image, ...rest } = body;
  return {
    name,
    ...rest,
    ...(provider !== null && { provider }),
    ...(model !== null && { model }),
    ...(runTemplate !== null && { runTemplate }),
    ...(image !== null && { image }),
  };
}

/** The same for the same words, in whatever order fields are written. */
export function hashOf(said: Said): string {
  const text = JSON.stringify(said, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
