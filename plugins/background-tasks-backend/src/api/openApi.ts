import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { OpenAPIV3 } from 'express-openapi-validator/dist/framework/types';
import { openapiDocument } from '../schema/openapi.generated';
import { invalid } from '../tasks';
import { ValidReads } from './ValidReads';

type SchemaNode = Record<string, unknown>;
type Issue = { path: string; message: string; errorCode?: string };

const PARAMETER = /\{[^}]+\}/g;

/** Where in a request a parameter was found, as the validator says it. */
const PLACES = ['body', 'query', 'params', 'headers'];

/**
 * Validates requests by the OpenAPI document. Parameters of the query come out with their types and defaults.
 *
 * There is a validator for each path: one for all of them compares each request with path after path, and compiles
 * every one of them again each time.
 *
 * @param options.responses - whether responses are validated too: in tests, unless it is given
 */
export function validateByOpenApi({
  responses = process.env.NODE_ENV === 'test',
} = {}): RequestHandler {
  if (!isDocument(openapiDocument)) {
    throw new Error('The OpenAPI document is of a version that is not known');
  }
  const document = openapiDocument;
  const validators = new Map<string, RequestHandler>();
  const validatorOf = (path: string, part: OpenAPIV3.DocumentV3_1) => {
    const known = validators.get(path);
    if (known) return known;
    const router = Router();
    router.use(createValidator(part, responses));
    validators.set(path, router);
    return router;
  };
  const paths = Object.entries(document.paths ?? {})
    .map(([path, item]) => ({ path, item, pattern: patternOf(path) }))
    // Where a fixed part and a parameter both fit, the fixed one is meant.
    .sort((a, b) => parametersIn(a.path) - parametersIn(b.path));
  const valid = new ValidReads(headersIn(document));
  return (request, response, next) => {
    // Of a response to be validated the validator must know what it answers.
    if (!responses && valid.take(request)) {
      next();
      return;
    }
    const found = paths.find(({ pattern }) => pattern.test(request.path));
    const validate = found
      ? validatorOf(found.path, {
          ...document,
          paths: { [found.path]: found.item },
        })
      : validatorOf('', document);
    validate(request, response, (error?: unknown) => {
      if (error === undefined) valid.add(request);
      next(error);
    });
  };
}

/** The names of all headers that any request is validated by, in lower case. */
function headersIn(document: object): Set<string> {
  const names = new Set<string>();
  JSON.stringify(document, (_key, value) => {
    if (value?.in === 'header') names.add(String(value.name).toLowerCase());
    return value;
  });
  return names;
}

function createValidator(
  apiSpec: OpenAPIV3.DocumentV3_1,
  validateResponses: boolean,
): RequestHandler[] {
  return OpenApiValidator.middleware({
    apiSpec,
    validateRequests: { allErrors: false, removeAdditional: false },
    validateResponses,
    validateSecurity: false,
    validateApiSpec: false,
    useRequestUrl: true,
  });
}

/** What Express takes for the path: in any case, with or without a slash at its end. */
function patternOf(path: string): RegExp {
  const parts = path.split(PARAMETER).map(part => part.replace(/\W/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}/?$`, 'i');
}

function parametersIn(path: string): number {
  return path.match(PARAMETER)?.length ?? 0;
}

/** The schema of OpenAPI documents is checked when ours is made; what is left to tell is its version. */
function isDocument(
  value: JsonObject,
): value is JsonObject & OpenAPIV3.DocumentV3_1 {
  return typeof value.openapi === 'string' && value.openapi.startsWith('3.1');
}

/** No body of ours is nested by more than a few: what looks at a value looks into all of it. */
const MAX_DEPTH = 50;

/** Refuses bodies that are nested so deeply that whoever reads them would run out of stack. */
export const refuseDeep: RequestHandler = (request, _response, next) => {
  let level = [request.body].filter(isNode);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) {
      next(invalid('body', `must not be nested more than ${MAX_DEPTH} deep`));
      return;
    }
    level = level.flatMap(node => Object.values(node)).filter(isNode);
  }
  next();
};

/** No text of ours has a NUL: PostgreSQL cannot store it, and programs end there. */
export const refuseNul: RequestHandler = (request, _response, next) => {
  if (request.originalUrl.includes('%00')) {
    next(invalid('address', 'must not contain the character NUL'));
    return;
  }
  const field = findNul(request.body, []);
  if (field === undefined) {
    next();
    return;
  }
  next(invalid(field || 'body', 'must not contain the character NUL'));
};

/** Says what the validator found in our own words: the field, its value, and what it must be. */
export const explainInvalid: ErrorRequestHandler = (
  error,
  request,
  response,
  next,
) => {
  const allowed: unknown = error?.headers?.Allow;
  if (typeof allowed === 'string') response.setHeader('allow', allowed);
  const [issue] = issuesOf(error);
  if (!issue || Number(error.status) !== 400) {
    next(error);
    return;
  }
  const [place = 'body', ...path] = issue.path
    .split('/')
    .filter(part => part !== '');
  const source = PLACES.includes(place) ? Reflect.get(request, place) : {};
  const value = at(source, path);
  const field = path.join('.') || place;
  if (value === undefined) {
    next(invalid(field, 'is missing'));
    return;
  }
  next(
    invalid(
      unknownField(issue) ? 'body' : field,
      unknownField(issue)
        ? `has a field that is not known: '${path.join('.')}'`
        : `${path.length > 0 ? `${quote(value)} ` : ''}${remedy(
            issue,
            request,
          )}`,
    ),
  );
};

function issuesOf(error: unknown): Issue[] {
  if (!isError(error) || !Array.isArray(error.errors)) return [];
  return error.errors;
}

function unknownField(issue: Issue): boolean {
  return issue.errorCode === 'additionalProperties.openapi.validation';
}

/** What the schema says of itself where a pattern alone would tell a person nothing. */
function remedy(issue: Issue, request: Parameters<RequestHandler>[0]): string {
  if (!issue.errorCode?.startsWith('pattern')) return issue.message;
  const schema = bodySchema(request);
  const path = issue.path.split('/').slice(2);
  const description = schema && describe(schema, path);
  return description ? `must be ${description}` : issue.message;
}

function bodySchema(
  request: Parameters<RequestHandler>[0],
): SchemaNode | undefined {
  const operation = Reflect.get(request, 'openapi')?.schema;
  return operation?.requestBody?.content?.['application/json']?.schema;
}

function describe(schema: SchemaNode, path: string[]): string | undefined {
  const node = resolve(schema);
  const [key, ...rest] = path;
  if (key === undefined) {
    return typeof node.description === 'string' ? node.description : undefined;
  }
  const child = /^\d+$/.test(key)
    ? node.items
    : at(node, ['properties', key]) ?? node.additionalProperties;
  return isNode(child) ? describe(child, rest) : undefined;
}

function resolve(schema: SchemaNode): SchemaNode {
  const { $ref: ref } = schema;
  if (typeof ref !== 'string') return schema;
  const target = at(openapiDocument, ref.slice(2).split('/'));
  return isNode(target) ? resolve(target) : schema;
}

function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? Reflect.get(node, key)
        : undefined,
    value,
  );
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null;
}

function findNul(value: unknown, path: string[]): string | undefined {
  if (typeof value === 'string') {
    return value.includes('\0') ? path.join('.') : undefined;
  }
  if (!isNode(value)) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = key.includes('\0')
      ? path.join('.')
      : findNul(child, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value as a message shows it: never longer than a line. */
function quote(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
  return `'${cut.replace(/\s+/g, ' ')}'`;
}
