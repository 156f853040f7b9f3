import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from './Git';

/** The hash that a repository names its objects with. */
export type ObjectFormat = 'sha1' | 'sha256';

/**
 * A fresh git directory over another repository's objects: nothing of that repository's configuration, hooks,
 * attributes or excludes comes along, and what is written stays here.
 */
export async function createScratchRepository(
  git: Git,
  dir: string,
  pristine: string,
): Promise<ObjectFormat> {
  const format = readObjectFormat(pristine);
  mkdirSync(dir, { recursive: true });
  await git.run([
    'init',
    '--quiet',
    '--bare',
    `--object-format=${format}`,
    dir,
  ]);
  mkdirSync(join(dir, 'objects', 'info'), { recursive: true });
  writeFileSync(
    join(dir, 'objects', 'info', 'alternates'),
    `${join(pristine, '.git', 'objects')}\n`,
  );
  return format;
}

function readObjectFormat(repository: string): ObjectFormat {
  const config = join(repository, '.git', 'config');
  const text = existsSync(config) ? readFileSync(config, 'utf8') : '';
  return /^\s*objectformat\s*=\s*sha256\s*$/im.test(text) ? 'sha256' : 'sha1';
}
