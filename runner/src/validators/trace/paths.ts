import { posix } from 'node:path';

/** Where the checkout of a CI job is, in scripts that name it absolutely. */
export const CHECKOUT = '/@checkout';

/**
 * The folder that `path` names in `directory`, from the repository's root ('' is the root); undefined where it lies
 * outside.
 */
export function resolveFolder(
  directory: string,
  path: string,
): string | undefined {
  if (path === CHECKOUT) return '';
  if (path.startsWith(`${CHECKOUT}/`)) {
    return resolveFolder('', path.slice(CHECKOUT.length + 1));
  }
  if (path.startsWith('/') || path.startsWith('~')) return undefined;
  const folder = posix.normalize(posix.join(directory || '.', path));
  if (folder === '..' || folder.startsWith('../')) return undefined;
  const trimmed = folder.replace(/\/+$/, '');
  return trimmed === '.' ? '' : trimmed;
}

/** A path of the repository as a program in `directory` would name it. */
export function pathFrom(directory: string, path: string): string {
  return posix.relative(directory || '.', path || '.') || '.';
}

/** The folder and all those above it, up to the root (''). */
export function foldersUp(directory: string): string[] {
  const folders = [directory];
  for (let at = directory; at !== ''; ) {
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    folders.push(at);
  }
  return folders;
}

/** A path below a folder. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
