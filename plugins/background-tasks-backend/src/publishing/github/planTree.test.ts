import { createHash } from 'node:crypto';
import type { BundleContent } from '@background-tasks/plugin-background-tasks-common';
import { planTree } from './planTree';

function bundleOf(entries: BundleContent['entries']): BundleContent {
  const id = '0'.repeat(40);
  return {
    version: 1,
    baseCommit: id,
    baseTree: id,
    tree: id,
    entries,
    files: [],
    patch: '',
    patchTruncated: false,
  };
}

function write(path: string, data: Buffer | string) {
  const oid = createHash('sha1').update(data).digest('hex');
  return {
    op: 'write' as const,
    path,
    mode: '100644' as const,
    oid,
    data: Buffer.from(data).toString('base64'),
  };
}

describe('planTree', () => {
  it('puts text inline, and gives blobs to what is empty, large or no text', () => {
    const plan = planTree(
      bundleOf([
        write('text', 'ä\r\n'),
        write('empty', ''),
        write('large', 'x'.repeat(1_000_001)),
        write('nul', 'a\0b'),
        write('latin1', Buffer.from([0xe4])),
        write('empty too', ''),
      ]),
    );

    expect(plan.blobs.map(blob => blob.path)).toEqual([
      'empty',
      'large',
      'nul',
      'latin1',
    ]);
    expect(plan.trees).toHaveLength(1);
    expect(plan.trees[0][0]).toEqual({
      path: 'text',
      mode: '100644',
      type: 'blob',
      content: 'ä\r\n',
    });
  });

  it('chains trees that would be too large for one request', () => {
    const entries = Array.from({ length: 12 }, (_, index) =>
      write(`file-${index}`, 'x'.repeat(900_000)),
    );

    const { trees } = planTree(bundleOf(entries));

    expect(trees.map(tree => tree.length)).toEqual([5, 5, 2]);
    expect(trees.flat().map(entry => entry.path)).toEqual(
      entries.map(entry => entry.path),
    );
  });

  it('slices thousands of files, so that no request takes GitHub too long', () => {
    const entries = Array.from({ length: 3_000 }, (_, index) =>
      write(`file-${index}`, `${index}\n`),
    );

    const { blobs, trees } = planTree(bundleOf(entries));

    expect(blobs).toEqual([]);
    expect(trees.map(tree => tree.length)).toEqual(Array(6).fill(500));
  });

  it('deletes first where a file and a directory change places', () => {
    const plan = planTree(
      bundleOf([{ op: 'delete', path: 'a' }, write('a/b', 'text')]),
    );

    expect(plan.trees.map(tree => tree.map(entry => entry.path))).toEqual([
      ['a'],
      ['a/b'],
    ]);
  });
});
