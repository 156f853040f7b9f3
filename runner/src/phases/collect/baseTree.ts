import type { Git } from '../../git';
import { fromBytes, parents, type RawPath } from './names';

/** An entry of the base commit's tree. */
export type BaseEntry = { mode: string; oid: string; size: number };

/** The files of the base commit, and the folders that hold them. */
export type BaseTree = {
  files: Map<RawPath, BaseEntry>;
  submodules: Set<RawPath>;
  folders: Set<RawPath>;
};

const SUBMODULE = '160000';

/** Reads the tree of the base commit from git's objects. */
export async function readBaseTree(
  git: Git,
  repository: string,
  tree: string,
): Promise<BaseTree> {
  const listing = await git.run(
    ['ls-tree', '-r', '-z', '-l', '--full-tree', tree],
    { cwd: repository },
  );
  const base: BaseTree = {
    files: new Map(),
    submodules: new Set(),
    folders: new Set(),
  };
  for (const record of fromBytes(listing).split('\0')) {
    if (record === '') continue;
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    const [mode, , oid, size] = record.slice(0, tab).split(/ +/);
    if (mode === SUBMODULE) base.submodules.add(path);
    else base.files.set(path, { mode, oid, size: Number(size) });
    for (const folder of parents(path)) base.folders.add(folder);
  }
  return base;
}
