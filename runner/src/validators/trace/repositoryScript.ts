import { createHash } from 'node:crypto';
import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';
import type { Expansion } from '../Ecosystem';
import { kindOfName } from './kinds';
import { resolveFolder } from './paths';

const SHELL_SHEBANG = /^#!.*\b(?:ba|da|k|z|a)?sh\b/;
const SHELL_NAME = /\.(?:ba|z)?sh$/;
const NAMED = /\.[A-Za-z]\w*$/;
/** What tests look like, in whichever language. */
const TESTS =
  /\b(?:describe|it|test|suite|context|specify)\s*(?:\.\w+\s*)?\(\s*['"`]|\bdef test_|\bclass \w*Tests?\b|\bunittest\b|\bRSpec\b/;
const MAX_CHARS = 200_000;
const MAX_SHOWN = 100;

/**
 * A file of the repository that is run: a shell script is followed, one in another language is taken by its name.
 *
 * @param path - as it is called in `directory`
 * @param options - its kind by its name, whether it is a shell script whatever its name, and its arguments
 */
export async function repositoryScript(
  files: TreeFiles,
  directory: string,
  path: string,
  options: { kind?: CheckKind; shell?: boolean; more?: string } = {},
): Promise<Expansion | undefined> {
  const file = resolveFolder(directory, path);
  if (!file) return undefined;
  const text = await files.read(file);
  if (text === undefined || text.length > MAX_CHARS) return undefined;
  const shell =
    options.shell ||
    SHELL_SHEBANG.test(text.slice(0, 200)) ||
    SHELL_NAME.test(file) ||
    (!text.startsWith('#!') && !NAMED.test(file));
  // A test is no less a test because it grows; what only starts tests is what is run.
  const grows = !shell && kindOfName(file) === 'test' && TESTS.test(text);
  const definition = grows ? '' : summary(text);
  return {
    kind: options.kind,
    identity: options.more,
    scripts: [
      { name: file, text: definition, script: shell ? text : '', directory },
    ],
  };
}

/** A file is too long for a sentence: it is told by its hash. */
function summary(text: string): string {
  if (text.length <= MAX_SHOWN) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.length} characters, sha256 ${hash}`;
}
