import { isUtf8 } from 'node:buffer';
import type { BundleContent } from '@background-tasks/plugin-background-tasks-common';

type BlobMode = '100644' | '100755' | '120000';

/** An entry as GitHub's tree API takes it: content or the id of a blob, or null to delete. */
export type TreeEntry = { path: string; mode: BlobMode; type: 'blob' } & (
  | { content: string }
  | { sha: string | null }
);

/** What must be written to get from the base tree to the bundle's. */
export type TreePlan = {
  /** Files that cannot stand inline, each content once. */
  blobs: { path: string; oid: string; base64: string }[];
  /** One request each; every tree is the base of the next. */
  trees: TreeEntry[][];
};

const INLINE_MAX_BYTES = 1_000_000;
const REQUEST_MAX_BYTES = 5_000_000;
// GitHub breaks off what takes it more than ten seconds, and it writes a blob for each inline text.
const REQUEST_MAX_ENTRIES = 500;
// The longest entry without its content and path.
const ENTRY_OVERHEAD_BYTES = 128;

/**
 * Plans as few writes as GitHub's API allows: text goes inline into the tree, and only what is no text, or large, costs
 * a blob of its own.
 */
export function planTree(bundle: BundleContent): TreePlan {
  const plan: TreePlan = { blobs: [], trees: [] };
  const deletions: TreeEntry[] = [];
  const writes: TreeEntry[] = [];
  const blobs = new Set<string>();
  for (const entry of bundle.entries) {
    if (entry.op === 'delete') {
      const { path } = entry;
      deletions.push({ path, mode: '100644', type: 'blob', sha: null });
      continue;
    }
    const { path, mode, oid, data } = entry;
    const text = inlineText(Buffer.from(data, 'base64'));
    if (text === undefined) {
      if (!blobs.has(oid)) {
        blobs.add(oid);
        plan.blobs.push({ path, oid, base64: data });
      }
      writes.push({ path, mode, type: 'blob', sha: oid });
    } else {
      writes.push({ path, mode, type: 'blob', content: text });
    }
  }
  plan.trees = replacesDirectories(bundle)
    ? [...split(deletions), ...split(writes)]
    : split([...deletions, ...writes]);
  return plan;
}

// The API takes an empty `content` for a missing one.
function inlineText(data: Buffer): string | undefined {
  const fits = data.length > 0 && data.length <= INLINE_MAX_BYTES;
  return fits && isUtf8(data) && !data.includes(0)
    ? data.toString('utf8')
    : undefined;
}

// Where a file takes the place of a directory or the other way round, the deletions come first in a tree of their own:
// what GitHub makes of both in one request is not documented.
function replacesDirectories(bundle: BundleContent): boolean {
  const written = bundle.entries.filter(entry => entry.op === 'write');
  const deleted = bundle.entries.filter(entry => entry.op === 'delete');
  return hasParentIn(written, deleted) || hasParentIn(deleted, written);
}

function hasParentIn(
  entries: { path: string }[],
  parents: { path: string }[],
): boolean {
  const paths = new Set(parents.map(parent => parent.path));
  for (const { path } of entries) {
    for (
      let end = path.indexOf('/');
      end !== -1;
      end = path.indexOf('/', end + 1)
    ) {
      if (paths.has(path.slice(0, end))) {
        return true;
      }
    }
  }
  return false;
}

function split(entries: TreeEntry[]): TreeEntry[][] {
  const parts: TreeEntry[][] = [];
  let part: TreeEntry[] = [];
  let size = 0;
  for (const entry of entries) {
    const bytes = requestBytes(entry);
    const isFull =
      part.length === 0 ||
      part.length >= REQUEST_MAX_ENTRIES ||
      size + bytes > REQUEST_MAX_BYTES;
    if (isFull) {
      part = [];
      parts.push(part);
      size = 0;
    }
    part.push(entry);
    size += bytes;
  }
  return parts;
}

function requestBytes(entry: TreeEntry): number {
  const content = 'content' in entry ? JSON.stringify(entry.content) : '';
  return (
    ENTRY_OVERHEAD_BYTES +
    Buffer.byteLength(JSON.stringify(entry.path)) +
    Buffer.byteLength(content)
  );
}
