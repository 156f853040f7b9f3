import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  BUNDLE_UNPACKED_MAX_BYTES,
  bundleContentSchema,
  type BundleContent,
} from '@background-tasks/plugin-background-tasks-common';
import type { Git } from '../../git';
import { BUNDLE_FILE } from '../bundleFile';
import type { WorkspacePaths } from '../PhaseContext';

/** A bundle that was read and understood. */
export type Bundle = { hash: string; content: BundleContent };

/** Reads the bundle that collect left. */
export function readBundle(paths: WorkspacePaths): Bundle {
  const bytes = readFileSync(join(paths.bundle, BUNDLE_FILE));
  const text = gunzipSync(bytes, {
    maxOutputLength: BUNDLE_UNPACKED_MAX_BYTES,
  });
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    content: bundleContentSchema.parse(JSON.parse(text.toString())),
  };
}

/**
 * Makes a checkout of the change: a clone of the pristine copy at the base commit, onto which the bundle is applied
 * and staged.
 *
 * @throws where the bundle does not make exactly the tree that it names
 */
export async function checkOutChange(
  git: Git,
  { pristine, tmp }: WorkspacePaths,
  target: string,
  content: BundleContent,
): Promise<void> {
  await git.run(
    ['clone', '--quiet', '--no-hardlinks', '--', pristine, target],
    { cwd: tmp },
  );
  const baseTree = await git.text(
    ['rev-parse', `${content.baseCommit}^{tree}`],
    { cwd: target },
  );
  if (baseTree !== content.baseTree) {
    throw new Error('The bundle was not made for this base commit.');
  }
  await git.run(['reset', '--quiet', '--hard', content.baseCommit], {
    cwd: target,
  });
  await storeBlobs(git, join(tmp, 'blobs'), target, content);
  const indexed = git.with({ GIT_INDEX_FILE: join(tmp, 'change-index') });
  await indexed.run(['read-tree', content.baseTree], { cwd: target });
  await indexed.run(
    ['update-index', '--add', '--replace', '-z', '--index-info'],
    { cwd: target, input: indexInfo(content) },
  );
  const tree = await indexed.text(['write-tree'], { cwd: target });
  if (tree !== content.tree) {
    throw new Error(
      `The bundle makes the tree ${tree}, and says that it makes ${content.tree}.`,
    );
  }
  await git.run(['read-tree', '-m', '-u', 'HEAD', tree], { cwd: target });
}

async function storeBlobs(
  git: Git,
  dir: string,
  target: string,
  { entries }: BundleContent,
): Promise<void> {
  const oids: string[] = [];
  const files: string[] = [];
  mkdirSync(dir);
  for (const entry of entries) {
    if (entry.op !== 'write') continue;
    const file = join(dir, String(files.length));
    writeFileSync(file, Buffer.from(entry.data, 'base64'));
    files.push(file);
    oids.push(entry.oid);
  }
  if (files.length > 0) {
    const stored = await git.text(
      ['hash-object', '-w', '--no-filters', '--stdin-paths'],
      { cwd: target, input: `${files.join('\n')}\n` },
    );
    if (stored !== oids.join('\n')) {
      throw new Error('A blob of the bundle is not what its name says it is.');
    }
  }
  rmSync(dir, { recursive: true });
}

/** Deletions come first: a file may take the place of a folder. */
function indexInfo({ entries }: BundleContent): string {
  const records: string[] = [];
  for (const entry of entries) {
    if (entry.op === 'delete') {
      records.unshift(`0 ${'0'.repeat(40)}\t${entry.path}\0`);
    } else {
      records.push(`${entry.mode} ${entry.oid}\t${entry.path}\0`);
    }
  }
  return records.join('');
}
