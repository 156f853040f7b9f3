import { readFileSync } from 'node:fs';
import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const ID = 'https://api.github.com/openapi';

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z
          .record(
            z.string(),
            z.looseObject({
              $ref: z.string().optional(),
              content: z.record(z.string(), z.unknown()).optional(),
            }),
          )
          .optional(),
      }),
    ),
  ),
  components: z.object({
    responses: z.record(
      z.string(),
      z.looseObject({ content: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

/** GitHub's published description of its API, as checks for answers. */
export class OpenApi {
  readonly #ajv: Ajv;
  readonly #document: z.infer<typeof documentSchema>;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor() {
    const file = require.resolve(
      '@octokit/openapi/generated/api.github.com.json',
    );
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    this.#document = documentSchema.parse(content);
    this.#ajv = new Ajv({
      strict: false,
      validateSchema: false,
      logger: false,
    });
    addFormats(this.#ajv);
    // OpenAPI's integer formats say nothing that JSON numbers do not
    this.#ajv.addFormat('int64', true);
    this.#ajv.addFormat('int32', true);
    const schema = withNull(content);
    if (typeof schema === 'object' && schema) this.#ajv.addSchema(schema, ID);
  }

  /**
   * What is wrong with an answer, as one line per finding; empty if nothing is.
   *
   * @param template the operation's path: `/repos/{owner}/{repo}`
   */
  findProblems(
    method: string,
    template: string,
    status: number,
    body: unknown,
  ): string[] {
    const pointer = this.findSchema(method.toLowerCase(), template, status);
    if (!pointer) return [];
    const validate = this.compile(pointer);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      error =>
        `${method} ${template} ${status}: ${error.instancePath} ${error.message}`,
    );
  }

  private compile(pointer: string): ValidateFunction {
    const known = this.#validators.get(pointer);
    if (known) return known;
    const validate = this.#ajv.compile({ $ref: `${ID}${pointer}` });
    this.#validators.set(pointer, validate);
    return validate;
  }

  /** A JSON pointer to the schema; undefined for an answer without a body. */
  private findSchema(method: string, template: string, status: number) {
    const operation = this.#document.paths[template]?.[method];
    if (!operation?.responses) {
      throw new Error(`GitHub describes no ${method} ${template}`);
    }
    const response = operation.responses[status];
    // Any operation may answer 400, 401, 403, 404 with a plain error
    if (!response && status >= 400) return '#/components/schemas/basic-error';
    if (!response) {
      throw new Error(`${method} ${template} never answers ${status}`);
    }
    const shared = response.$ref?.split('/').pop();
    const content = shared
      ? this.#document.components.responses[shared]?.content
      : response.content;
    if (!content) return undefined;
    const media =
      'application/json' in content ? 'application/json' : undefined;
    const type = escapePointer(media ?? Object.keys(content)[0]);
    const place = shared
      ? `#/components/responses/${shared}`
      : `#/paths/${escapePointer(template)}/${method}/responses/${status}`;
    return `${place}/content/${type}/schema`;
  }
}

function escapePointer(component: string): string {
  return encodeURIComponent(component.replace(/~/g, '~0').replace(/\//g, '~1'));
}

/** Puts OpenAPI 3.0's `nullable` the way JSON Schema says it. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    // Examples are no schemas, and much of the document
    if (key !== 'examples' && key !== 'example') copy[key] = withNull(child);
  }
  if (copy.nullable !== true) return copy;
  delete copy.nullable;
  return { anyOf: [{ type: 'null' }, copy] };
}
