import { z } from 'zod';
import { checkKinds } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';
import { parseYaml } from '../ci/yaml';
import type { PlannedCommand, SetupCommand } from '../Validator';
import { planConfigured } from './configured';

/** Where a repository says itself how it is checked. */
export const CHECKS_FILE = '.background-tasks.yaml';

const directory = z
  .string()
  .min(1)
  .max(1000)
  .refine(path => !/^\/|(?:^|\/)\.\.(?:\/|$)/.test(path), {
    message: 'must be a folder of the repository',
  })
  .optional();
const command = z.string().min(1).max(2000);

const checksFileSchema = z.strictObject({
  commands: z
    .array(z.strictObject({ kind: z.enum(checkKinds), command, directory }))
    .max(100)
    .optional(),
  setup: z
    .array(
      z.union([
        command.transform(text => ({ command: text, directory: undefined })),
        z.strictObject({ command, directory }),
      ]),
    )
    .max(20)
    .optional(),
});

/** The repository's own file is wrong: the message names the field. */
export class ChecksFileError extends Error {
  override name = 'ChecksFileError';
}

/**
 * What the repository says itself; undefined where it says nothing. `commands` replaces what would be found, and so
 * does `setup`.
 *
 * @throws ChecksFileError where the file is wrong
 */
export async function readChecksFile(
  files: TreeFiles,
): Promise<
  { commands?: PlannedCommand[]; setup?: SetupCommand[] } | undefined
> {
  const text = await files.read(CHECKS_FILE);
  if (text === undefined) return undefined;
  const result = checksFileSchema.safeParse(parse(text) ?? {});
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new ChecksFileError(`${CHECKS_FILE}: ${fieldOf(path)}: ${message}`);
  }
  const { commands, setup } = result.data;
  return {
    commands: commands && planConfigured(commands, CHECKS_FILE),
    setup: setup?.map(({ command: line, directory: folder }) => ({
      command: line,
      reason: CHECKS_FILE,
      ...(folder && { directory: folder.replace(/\/+$/, '') }),
    })),
  };
}

function parse(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ChecksFileError(`${CHECKS_FILE}: ${message.split('\n')[0]}`);
  }
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}
