import { gzipSync } from 'node:zlib';
import type { BundleContent } from '@background-tasks/plugin-background-tasks-common';
import { extractPatch } from './extractPatch';

const bundle: BundleContent = {
  version: 1,
  baseCommit: 'a'.repeat(40),
  baseTree: 'b'.repeat(40),
  tree: 'c'.repeat(40),
  entries: [],
  files: [],
  patch: '',
  patchTruncated: false,
};
const pack = (content: object) => gzipSync(JSON.stringify(content));

describe('extractPatch', () => {
  it.each([
    ['nothing', ''],
    ['quotes, backslashes and ends of lines', '+ "a\\"\\\\"\n\\ No newline\n'],
    ['what is not ASCII', 'ж😀\u2028\u0000'.repeat(50_000)],
    ['JSON', JSON.stringify({ patch: 'x' })],
  ])('finds a diff of %s', async (_, patch) => {
    expect(await extractPatch(pack({ ...bundle, patch }))).toBe(patch);
  });

  it('is not misled by what else the bundle holds', async () => {
    const data = Buffer.alloc(200_000, '"patch":"').toString('base64');
    const entry = { op: 'write', path: '"patch":"x"', patch: 'wrong', data };
    const content = {
      note: 'patch',
      '"patch': 'wrong',
      ...bundle,
      entries: [entry, { patch: 'wrong' }],
      patch: 'right',
    };
    expect(await extractPatch(pack(content))).toBe('right');
  });

  it('takes nothing that is no bundle, or too much of one', async () => {
    await expect(extractPatch(Buffer.from('no gzip'))).rejects.toThrow(
      'incorrect header',
    );
    await expect(extractPatch(pack({ patch: 1 }))).rejects.toThrow('no diff');
    await expect(
      extractPatch(pack({ patch: 'x'.repeat(7 * 1024 * 1024) })),
    ).rejects.toThrow('The diff is larger');
  });

  it('unpacks a large bundle without holding it', async () => {
    const data = 'A'.repeat(100 * 1024 * 1024);
    const large = pack({ ...bundle, entries: [{ data }], patch: 'right' });
    const before = process.memoryUsage();
    let peak = 0;
    const timer = setInterval(() => {
      const { rss } = process.memoryUsage();
      peak = Math.max(peak, rss - before.rss);
    }, 5);
    try {
      expect(await extractPatch(large)).toBe('right');
    } finally {
      clearInterval(timer);
    }
    expect(peak).toBeLessThan(80 * 1024 * 1024);
  });
});
