import {
  blobModeSchema,
  PATCH_MAX_BYTES,
  type ChangedFile,
} from '@background-tasks/plugin-background-tasks-common';
import { cutBytes } from '../../events';
import type { Git } from '../../git';
import { fromBytes, toText, type RawPath } from './names';

/** A changed file, and its new blob's name. */
export type Difference = ChangedFile & { oid: string };

/** What differs between two trees, by path. A rename is a deletion and an addition. */
export async function diffTrees(
  git: Git,
  repository: string,
  from: string,
  to: string,
): Promise<Difference[]> {
  const output = await git.run(
    [
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--numstat',
      '--no-abbrev',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      from,
      to,
    ],
    { cwd: repository },
  );
  const fields = fromBytes(output).split('\0');
  const differences = new Map<RawPath, Difference>();
  let at = 0;
  for (; fields[at]?.startsWith(':'); at += 2) {
    const [, mode, , oid, letter] = fields[at].slice(1).split(' ');
    const path = fields[at + 1];
    differences.set(path, {
      path: toText(path) ?? path,
      status: statusOf(letter),
      mode: letter === 'D' ? null : blobModeSchema.parse(mode),
      additions: null,
      deletions: null,
      oid,
    });
  }
  for (; at < fields.length; at++) {
    const [additions, deletions, path] = fields[at].split('\t');
    const difference = differences.get(path);
    if (!difference) continue;
    difference.additions = lineCount(additions);
    difference.deletions = lineCount(deletions);
  }
  return [...differences.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a cut diff ends with: a remark to git and to those who show diffs, as `\\ No newline at end of file` is one. */
const CUT_REMARK =
  '\\ The diff ends here, since it is longer than 1 MiB. The branch of the pull request has all of it.\n';

/** The unified diff for people, cut at `PATCH_MAX_BYTES`; one that was cut says so at its end. */
export async function patchOf(
  git: Git,
  repository: string,
  from: string,
  to: string,
): Promise<{ patch: string; patchTruncated: boolean }> {
  const args = [
    'diff-tree',
    '-r',
    '-p',
    '--no-color',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    from,
    to,
  ];
  const result = await git.try(args, {
    cwd: repository,
    maxOutput: PATCH_MAX_BYTES,
  });
  const text = result.stdout.toString();
  if (Buffer.byteLength(text) <= PATCH_MAX_BYTES) {
    return { patch: text, patchTruncated: false };
  }
  const start = cutBytes(text, PATCH_MAX_BYTES - CUT_REMARK.length);
  const lines = start.slice(0, start.lastIndexOf('\n') + 1);
  return { patch: `${lines}${CUT_REMARK}`, patchTruncated: true };
}

function statusOf(letter: string): ChangedFile['status'] {
  if (letter === 'A') return 'added';
  return letter === 'D' ? 'deleted' : 'modified';
}

/** `-` stands for a binary file. */
function lineCount(field: string): number | null {
  return field === '-' ? null : Number(field);
}
