import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bundleContentSchema,
  type BundleContent,
} from '@background-tasks/plugin-background-tasks-common';
import { git, gitBytes } from './git';

/** The bundle of what was changed in a clone since its head. */
export async function buildBundle(directory: string): Promise<BundleContent> {
  await git(directory, ['add', '-A']);
  const baseCommit = await git(directory, ['rev-parse', 'HEAD']);
  const baseTree = await git(directory, ['rev-parse', 'HEAD^{tree}']);
  const tree = await git(directory, ['write-tree']);
  const raw = await git(directory, [
    'diff-tree',
    '-r',
    '-z',
    '--no-renames',
    baseTree,
    tree,
  ]);
  const fields = raw.split('\0').filter(Boolean);
  const entries: object[] = [];
  const files: object[] = [];
  for (let index = 0; index < fields.length; index += 2) {
    const [, mode, , oid, status] = fields[index].split(' ');
    const path = fields[index + 1];
    if (status === 'D') {
      entries.push({ op: 'delete', path });
    } else {
      const data = await readBlob(directory, { path, mode, oid });
      entries.push({
        op: 'write',
        path,
        mode,
        oid,
        data: data.toString('base64'),
      });
    }
    files.push({
      path,
      status: { A: 'added', D: 'deleted' }[status] ?? 'modified',
      mode: status === 'D' ? null : mode,
      additions: 1,
      deletions: 0,
    });
  }
  return bundleContentSchema.parse({
    version: 1,
    baseCommit,
    baseTree,
    tree,
    entries,
    files,
    patch: '',
    patchTruncated: false,
  });
}

/** Files as they lie there, as no conversion is configured: thousands are too many for a process each. */
async function readBlob(
  directory: string,
  { path, mode, oid }: { path: string; mode: string; oid: string },
): Promise<Buffer> {
  return mode === '120000'
    ? gitBytes(directory, ['cat-file', 'blob', oid])
    : readFile(join(directory, path));
}
