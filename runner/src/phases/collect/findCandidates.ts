import type { ObjectFormat } from '../../git';
import type { BaseTree } from './baseTree';
import { blobId, blobIdOfFile, readLink } from './blob';
import type { RawPath } from './names';
import type { WorkEntry, WorkTree } from './walk';

/** What may have changed: git's conversions may yet find some of it equal to the base. */
export type Candidates = {
  written: Map<RawPath, WorkEntry>;
  deleted: RawPath[];
};

/** Compares the working tree with the base, byte by byte. */
export function findCandidates(
  work: string,
  tree: WorkTree,
  base: BaseTree,
  format: ObjectFormat,
): Candidates {
  const written = new Map<RawPath, WorkEntry>();
  for (const [path, entry] of tree.entries) {
    const before = base.files.get(path);
    const same =
      before !== undefined &&
      before.mode === entry.mode &&
      before.size === entry.size &&
      before.oid === currentId(work, path, entry, format);
    if (!same) written.set(path, entry);
  }
  const deleted = [...base.files.keys()].filter(
    path => !tree.entries.has(path),
  );
  return { written, deleted };
}

function currentId(
  work: string,
  path: RawPath,
  { mode }: WorkEntry,
  format: ObjectFormat,
): string {
  return mode === '120000'
    ? blobId(readLink(work, path), format)
    : blobIdOfFile(work, path, format);
}
