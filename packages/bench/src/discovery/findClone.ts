import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The clone of `owner/name` in a folder of clones: with files or bare; undefined where there is none. */
export async function findClone(
  directory: string,
  repo: string,
): Promise<string | undefined> {
  const [owner, name] = repo.split('/');
  for (const folder of [`${owner}+${name}`, `${owner}-${name}`, name, repo]) {
    for (const path of [folder, join(folder, 'repo'), `${folder}.git`]) {
      const clone = join(directory, path);
      if (await isRepository(clone)) return clone;
    }
  }
  return undefined;
}

/** Whether a folder is a repository of git's. */
export async function isRepository(path: string): Promise<boolean> {
  for (const file of ['.git', 'HEAD']) {
    const found = await stat(join(path, file)).catch(() => undefined);
    if (found) return true;
  }
  return false;
}
