import {
  taskStatuses,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';
import { invalid, MAX_NAME_LENGTH, namePattern } from '../tasks';

const MAX_INSTRUCTIONS = 20_000;
const MAX_SCRIPT = 100_000;
const MAX_PAGE = 200;

const text = (max: number) =>
  z
    .string({ error: 'must be a string' })
    .max(max, { error: `must have at most ${max} characters` })
    .refine(value => !value.includes('\0'), {
      error: 'must not contain the character NUL',
    });

const filled = (max: number) =>
  text(max).refine(value => value.trim() !== '', {
    error: 'must not be empty',
  });

/** `git check-ref-format`: what a branch name may not have. */
const badBranch =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /^[-/.]|[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[./]$|^@$/;

const repositoryUrl = text(2_000).refine(isRepositoryUrl, {
  error:
    'must be the address of a repository, such as https://github.com/owner/name',
});

const repository = z.strictObject(
  {
    url: repositoryUrl,
    branch: filled(255)
      .refine(value => !badBranch.test(value), {
        error: 'is not a name that git allows for a branch',
      })
      .optional(),
  },
  { error: 'must be an object with url and, optionally, branch' },
);

const entityRef = text(500).refine(isEntityRef, {
  error: 'must be an entity reference, such as component:default/name',
});

/** The schema of `POST /projects/:project/background-tasks`. */
export function createTaskSchema(maxTimeoutSeconds: number) {
  return z.strictObject(
    {
      name: text(1_000_000)
        .refine(
          name => name.length <= MAX_NAME_LENGTH && namePattern.test(name),
          {
            error: `must have 1 to ${MAX_NAME_LENGTH} lower-case letters, digits and '-', beginning and ending with a letter or digit`,
          },
        )
        .optional(),
      instructions: filled(MAX_INSTRUCTIONS),
      repository: repository.optional(),
      entityRef: entityRef.optional(),
      provider: text(64).optional(),
      run: filled(MAX_SCRIPT).optional(),
      timeoutSeconds: z
        .int({ error: 'must be a whole number of seconds' })
        .min(1, { error: 'must be at least 1' })
        .max(maxTimeoutSeconds, {
          error: `must be at most ${maxTimeoutSeconds}`,
        })
        .optional(),
    },
    { error: unknownFields('must be a JSON object') },
  );
}

const statusByName = new Map<string, TaskStatus>(
  taskStatuses.map(status => [status.toLowerCase(), status]),
);

const status = text(32).transform((value, context) => {
  const found = statusByName.get(value.toLowerCase());
  if (found) return found;
  context.addIssue(`must be one of ${taskStatuses.join(', ')}`);
  return z.NEVER;
});

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: `must be at least ${min}` })
        .max(max, { error: `must be at most ${max}` }),
    );

/** The schema of the query of a list of tasks. */
export const listTasksSchema = z.strictObject(
  {
    status: z
      .union([status.transform(value => [value]), z.array(status).max(20)], {
        error: `must be one of ${taskStatuses.join(', ')}`,
      })
      .optional(),
    creator: entityRef.optional(),
    repository: repositoryUrl.optional(),
    entityRef: entityRef.optional(),
    limit: wholeNumber(1, MAX_PAGE).optional(),
    offset: wholeNumber(0, 1_000_000).optional(),
  },
  { error: unknownFields('must be query parameters') },
);

/** The schema of the query of an event stream. */
export const eventsSchema = z.strictObject(
  { after: wholeNumber(0, 999_999_999).optional() },
  { error: unknownFields('must be query parameters') },
);

/**
 * Reads what came from outside.
 *
 * @throws InputError (invalidField) that names the field, its value and the remedy
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (!issue) throw invalid('body', 'could not be read');
  const field = issue.path.join('.') || 'body';
  const found = issue.path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined,
    value,
  );
  const said =
    issue.path.length === 0 || found === undefined ? '' : `${quote(found)} `;
  throw invalid(
    field,
    found === undefined && issue.path.length > 0
      ? 'is missing'
      : `${said}${issue.message}`,
  );
}

/** `https://host/owner/name` of an address that `repositoryUrl` accepts. */
export function normalizeRepositoryUrl(value: string): string {
  const url = new URL(value);
  const [owner, name] = pathOf(url);
  return `${url.origin}/${owner}/${name?.replace(/\.git$/, '')}`;
}

function isRepositoryUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  if (url.username || url.password || url.search || url.hash) return false;
  const parts = pathOf(url);
  return (
    parts.length === 2 &&
    parts.every(part => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part))
  );
}

function pathOf(url: URL): string[] {
  return url.pathname.split('/').filter(part => part !== '');
}

function isEntityRef(value: string): boolean {
  return /^[A-Za-z0-9.-]{1,63}:([A-Za-z0-9-]{1,63}\/)?[A-Za-z0-9._-]{1,63}$/.test(
    value,
  );
}

function unknownFields(otherwise: string) {
  return (issue: { code?: string; keys?: unknown }) =>
    issue.code === 'unrecognized_keys'
      ? `has fields that are not known: ${String(issue.keys).slice(0, 200)}`
      : otherwise;
}

/** A value as a message shows it: never longer than a line. */
function quote(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
  return `'${cut.replace(/\s+/g, ' ')}'`;
}
