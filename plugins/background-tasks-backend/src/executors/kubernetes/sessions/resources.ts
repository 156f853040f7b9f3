import { z } from 'zod';
import type { components } from './generated/resources';

type Schemas = components['schemas'];
export type SessionSpec = Schemas['AgenticSessionSpec'];
export type SessionStatus = Schemas['AgenticSessionStatus'];
export type TemplateSpec = Schemas['TaskTemplateSpec'];
export type TemplateStatus = Schemas['TaskTemplateStatus'];
export type Condition = NonNullable<SessionStatus['conditions']>[number];

const texts = z.record(z.string(), z.string()).default({});

const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  generation: z.number().default(1),
  labels: texts,
  annotations: texts,
  deletionTimestamp: z.string().optional(),
});

const statusSchema = z.object({
  conditions: z
    .array(z.object({ type: z.string(), message: z.string().optional() }))
    .default([]),
});

const parameterValue = z.union([z.string(), z.number(), z.boolean()]);

const sessionSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    mode: z.string(),
    prompt: z.string().optional(),
    repos: z
      .array(
        z.object({
          input: z.object({ url: z.string(), branch: z.string().optional() }),
          output: z
            .object({
              type: z.enum(['fork', 'origin']).optional(),
              target: z.string().optional(),
            })
            .optional(),
        }),
      )
      .default([]),
    timeout: z.number().optional(),
    autoPushOnComplete: z.boolean().optional(),
    templateId: z.string().optional(),
    // What has no place in a template is refused with words, and not here.
    parameters: z.record(z.string(), z.unknown()).optional(),
    provider: z.string().optional(),
    model: z.string().optional(),
    run: z.string().optional(),
  }),
  status: statusSchema.optional(),
});

/** An AgenticSession in mode background. */
export type Session = z.infer<typeof sessionSchema>;

const parameterSchema = z.object({
  name: z.string(),
  type: z.enum(['string', 'number', 'boolean', 'enum']),
  required: z.boolean().optional(),
  defaultValue: parameterValue.optional(),
  validationRegex: z.string().optional(),
  values: z.array(z.string()).optional(),
  description: z.string().optional(),
});

/** What a TaskTemplate's spec must be beyond what the API server checks. */
export const templateSpecSchema = z.object({
  name: z.string().optional(),
  displayName: z.string(),
  description: z.string().default(''),
  instructionsTemplate: z.string(),
  parameters: z.array(parameterSchema).default([]),
  validationRules: z
    .array(
      z.union([
        z.strictObject({ command: z.string().min(1).max(2000) }),
        z.strictObject({ fileExists: z.string().min(1).max(1000) }),
        z.string().min(1).max(2000),
      ]),
    )
    .default([]),
  provider: z.string().optional(),
  model: z.string().optional(),
  runTemplate: z.string().optional(),
  image: z.string().optional(),
});

const templateSchema = z.object({
  metadata: metadataSchema,
  spec: z.record(z.string(), z.unknown()),
  status: statusSchema.optional(),
});

/** A TaskTemplate; its spec is read where it is used, so that one that is wrong can be told so. */
export type TemplateResource = z.infer<typeof templateSchema>;

/** Reads an AgenticSession; undefined for one in another mode, which is none of our business. */
export function parseSession(raw: unknown): Session | undefined {
  const { data } = sessionSchema.safeParse(raw);
  return data?.spec.mode === 'background' ? data : undefined;
}

/** Reads a TaskTemplate. */
export function parseTemplate(raw: unknown): TemplateResource | undefined {
  return templateSchema.safeParse(raw).data;
}

/** Whether something else than this was said of what was applied, by us or by another portal. */
export function isAnswered(
  { status }: Session | TemplateResource,
  message: string,
): boolean {
  const said = status?.conditions.find(({ type }) => type === 'Accepted');
  return said !== undefined && said.message !== message;
}

/** Reads the values of parameters; undefined where one is neither text, number nor boolean. */
export function parseParameters(
  parameters: Record<string, unknown>,
): Record<string, string | number | boolean> | undefined {
  return z.record(z.string(), parameterValue).safeParse(parameters).data;
}
