import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import {
  configuredCommandSchema,
  guessCheckKind,
  IMAGE_ANNOTATION,
  isImageReference,
  VALIDATION_ANNOTATION,
  type AnnotationProblem,
  type ConfiguredCommand,
} from '@background-tasks/plugin-background-tasks-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { invalid } from '../tasks/invalid';

const MAX_COMMANDS = 50;

const FORM =
  'it must be a command on each line, or a YAML list of commands with `command`, `kind` (format, lint, typecheck, test, build) and `directory`';

const itemSchema = z.union([
  z.string().min(1).max(2000),
  configuredCommandSchema.partial({ kind: true }).strict(),
]);

/**
 * The checks that an entity's annotation names: a command on each line, or a YAML list of commands and of objects
 * with `command`, `kind` and `directory`. Where no kind is said, the command tells.
 *
 * @returns undefined where there is no such annotation
 * @throws InputError that names the annotation
 */
export function annotatedChecksOf(
  entity: Entity,
): ConfiguredCommand[] | undefined {
  const read = readChecks(entity);
  if (typeof read !== 'string') return read;
  throw invalid(
    'entityRef',
    `the entity's annotation '${VALIDATION_ANNOTATION}' is not understood: ${read}`,
  );
}

/** What is wrong with those annotations of an entity that take a parser; `findAnnotationProblems` tells of the others. */
export function problemsOf(entity: Entity): AnnotationProblem[] {
  const read = readChecks(entity);
  return typeof read === 'string'
    ? [{ annotation: VALIDATION_ANNOTATION, message: read }]
    : [];
}

/** @returns what is wrong, where it is not understood */
function readChecks(entity: Entity): ConfiguredCommand[] | string | undefined {
  const text = entity.metadata.annotations?.[VALIDATION_ANNOTATION];
  if (text === undefined) return undefined;
  const items = itemsOf(text);
  if ('broken' in items) return `it is no YAML: ${items.broken}. ${FORM}`;
  const parsed = z
    .array(itemSchema)
    .min(1)
    .max(MAX_COMMANDS)
    .safeParse(items.read);
  if (!parsed.success) {
    const [at] = parsed.error.issues[0]?.path ?? [];
    const where = typeof at === 'number' ? `entry ${at + 1} is wrong: ` : '';
    return `${where}${FORM}`;
  }
  const outside = parsed.data
    .map(item => (typeof item === 'string' ? undefined : item.directory))
    .find(directory => directory !== undefined && !isWithin(directory));
  if (outside !== undefined) {
    return `'${outside}' is not a folder within the repository: name one by its path from the top, such as packages/app`;
  }
  return parsed.data.map(item => {
    const { command, kind, directory } =
      typeof item === 'string' ? { command: item } : item;
    return {
      kind: kind ?? guessCheckKind(command),
      command,
      ...(directory !== undefined && { directory }),
    };
  });
}

/**
 * The container image that an entity's annotation names.
 *
 * @returns undefined where there is no such annotation
 * @throws InputError that names the annotation
 */
export function annotatedImageOf(entity: Entity): string | undefined {
  const image = entity.metadata.annotations?.[IMAGE_ANNOTATION];
  if (image === undefined || isImageReference(image)) return image;
  throw invalid(
    'entityRef',
    `its annotation '${IMAGE_ANNOTATION}' is '${image}', which is no image: it should be registry/path:tag`,
  );
}

/** @returns what is written, or the parser's words on why it cannot be read */
function itemsOf(text: string): { read: unknown } | { broken: string } {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  const written = lines.filter(line => line !== '' && !line.startsWith('#'));
  if (!written[0]?.startsWith('-') && !written[0]?.startsWith('[')) {
    return { read: written };
  }
  try {
    return { read: parse(text) };
  } catch (error) {
    // Below its first line the parser shows the place.
    const [words = ''] = (isError(error) ? error.message : '').split('\n');
    return { broken: words.replace(/:$/, '') };
  }
}

function isWithin(directory: string): boolean {
  return !directory.startsWith('/') && !directory.split('/').includes('..');
}
