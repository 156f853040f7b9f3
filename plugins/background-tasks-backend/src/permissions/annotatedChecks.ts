import type { Entity } from '@backstage/catalog-model';
import {
  configuredCommandSchema,
  guessCheckKind,
  IMAGE_ANNOTATION,
  isImageReference,
  VALIDATION_ANNOTATION,
  type ConfiguredCommand,
} from '@background-tasks/plugin-background-tasks-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { invalid } from '../tasks/invalid';

const MAX_COMMANDS = 50;

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
  const text = entity.metadata.annotations?.[VALIDATION_ANNOTATION];
  if (text === undefined) return undefined;
  const parsed = z
    .array(itemSchema)
    .min(1)
    .max(MAX_COMMANDS)
    .safeParse(itemsOf(text));
  if (!parsed.success) {
    throw malformed(
      'it must be a command on each line, or a YAML list of commands with `command`, `kind` (format, lint, typecheck, test, build) and `directory`',
    );
  }
  return parsed.data.map(item => {
    const { command, kind, directory } =
      typeof item === 'string' ? { command: item } : item;
    if (directory !== undefined && !isWithin(directory)) {
      throw malformed(`'${directory}' is not a folder within the repository`);
    }
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

function itemsOf(text: string): unknown {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  const written = lines.filter(line => line !== '' && !line.startsWith('#'));
  if (!written[0]?.startsWith('-') && !written[0]?.startsWith('[')) {
    return written;
  }
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function isWithin(directory: string): boolean {
  return !directory.startsWith('/') && !directory.split('/').includes('..');
}

function malformed(message: string): Error {
  return invalid(
    'entityRef',
    `the entity's annotation '${VALIDATION_ANNOTATION}' is not understood: ${message}`,
  );
}
