import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { messageOf } from '../../process';
import { keepStart } from '../../events';
import { PhaseFailure } from '../PhaseFailure';
import type { BaseTree } from './baseTree';
import { isCache } from './isCache';
import type { IgnoreRules } from './IgnoreRules';
import type { LeftBehind } from './LeftBehind';
import { isGitName, toBytes, toWords, type RawPath } from './names';

const NAME_MAX_CHARS = 500;

/** A file or symbolic link of the working tree. */
export type WorkEntry = { mode: '100644' | '100755' | '120000'; size: number };

/** What the working tree holds, as far as it can be part of a change. */
export type WorkTree = {
  /** Files that the base has too, and new ones that no rule leaves out. */
  entries: Map<RawPath, WorkEntry>;
  /** Folders of submodules that are no longer empty folders. */
  touchedSubmodules: RawPath[];
  /** Names that git keeps for itself. */
  gitNames: number;
  /** Sockets, pipes, devices. */
  special: RawPath[];
};

/**
 * Walks the working tree without ever following a symbolic link.
 *
 * @throws where something cannot be read
 */
export async function walkWorkTree(
  root: string,
  base: BaseTree,
  rules: IgnoreRules,
  leftBehind: LeftBehind,
): Promise<WorkTree> {
  const tree: WorkTree = {
    entries: new Map(),
    touchedSubmodules: [],
    gitNames: 0,
    special: [],
  };
  const present = new Set<RawPath>();
  const folders: RawPath[] = [''];
  for (
    let folder = folders.pop();
    folder !== undefined;
    folder = folders.pop()
  ) {
    for (const name of namesIn(root, folder)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (isGitName(name)) {
        tree.gitNames++;
        continue;
      }
      const stats = statOf(root, path);
      if (base.submodules.has(path)) {
        present.add(path);
        if (!stats.isDirectory() || namesIn(root, path).length > 0) {
          tree.touchedSubmodules.push(path);
        }
        continue;
      }
      const known = stats.isDirectory()
        ? base.folders.has(path)
        : base.files.has(path);
      if (!known && leftBehind.has(path, stats.isDirectory())) continue;
      if (!known && (await rules.ignores(path, stats.isDirectory()))) continue;
      if (stats.isDirectory()) {
        if (known || !isCache(workPath(root, `${path}/.gitignore`))) {
          folders.push(path);
        }
        continue;
      }
      const entry = entryOf(stats);
      if (entry) tree.entries.set(path, entry);
      else tree.special.push(path);
    }
  }
  for (const path of base.submodules) {
    if (!present.has(path)) tree.touchedSubmodules.push(path);
  }
  return tree;
}

/** Where a path of the working tree is, in bytes. */
export function workPath(root: string, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), toBytes(path)]);
}

function namesIn(root: string, folder: RawPath): RawPath[] {
  try {
    return readdirSync(workPath(root, folder), { encoding: 'latin1' });
  } catch (error) {
    throw unreadable(folder || '.', error);
  }
}

function statOf(root: string, path: RawPath): Stats {
  try {
    return lstatSync(workPath(root, path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function entryOf(stats: Stats): WorkEntry | undefined {
  if (stats.isSymbolicLink()) return { mode: '120000', size: stats.size };
  if (!stats.isFile()) return undefined;
  // git knows one executable bit: the owner's.
  const executable = (stats.mode & 0o100) !== 0;
  return { mode: executable ? '100755' : '100644', size: stats.size };
}

function unreadable(path: RawPath, error: unknown): PhaseFailure {
  const words = messageOf(error);
  const name = keepStart(toWords(path), NAME_MAX_CHARS);
  return new PhaseFailure(
    'agentFailed',
    `'${name}' of the change cannot be read: ${keepStart(
      words,
      NAME_MAX_CHARS,
    )}`,
  );
}
