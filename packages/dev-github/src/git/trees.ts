import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unprocessable } from '../errors';
import { isSha, isTreePath } from '../names';
import { GitRepository } from './GitRepository';

const NULL_SHA = '0'.repeat(40);

/** The types that GitHub allows for each file mode. */
const TYPE_OF_MODE: Record<string, string> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
  /** In bytes; only blobs have one. */
  size?: number;
}

/** An entry as a client asks for it: sha null deletes. */
export interface TreeChange {
  path: string;
  mode?: string;
  type?: string;
  sha?: string | null;
  content?: string;
}

interface ResolvedChange {
  path: string;
  mode: string;
  sha: string;
}

/** The entries of a tree. */
export async function listTree(
  git: GitRepository,
  tree: string,
  recursive = false,
): Promise<TreeEntry[]> {
  const flags = recursive ? ['-r', '-t'] : [];
  const { stdout } = await git.run(['ls-tree', '-z', '-l', ...flags, tree]);
  return parseTree(stdout);
}

/** The entry at a path of a tree. */
export async function findInTree(
  git: GitRepository,
  tree: string,
  filePath: string,
): Promise<TreeEntry | undefined> {
  if (!isTreePath(filePath)) return undefined;
  const args = ['ls-tree', '-z', '-l', tree, '--', filePath];
  const { stdout } = await git.run(args);
  return parseTree(stdout).find(entry => entry.path === filePath);
}

/**
 * Writes a tree: the base's, or none, with the changes on top.
 *
 * @throws ApiError 422 for a change that git cannot make
 */
export async function writeTree(
  git: GitRepository,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  for (const change of changes) checkChange(change);
  return git.withTemporary(async temporary => {
    const env = { GIT_INDEX_FILE: path.join(temporary, 'index') };
    const additions = await resolveAdditions(git, changes, temporary);
    await git.run(base ? ['read-tree', base] : ['read-tree', '--empty'], {
      env,
    });
    const removed = await listRemovedPaths(git, base, changes);
    await updateIndex(
      git,
      env,
      removed.map(name => `0 ${NULL_SHA}\t${name}\0`),
    );
    // A folder counts by its files, so that later entries may change them
    const files: ResolvedChange[] = [];
    for (const folder of additions.filter(isFolder)) {
      files.push(...(await expandFolder(git, folder)));
    }
    files.push(...additions.filter(change => !isFolder(change)));
    await updateIndex(
      git,
      env,
      files.map(change => `${change.mode} ${change.sha}\t${change.path}\0`),
    );
    return git.text(['write-tree'], { env });
  });
}

function checkChange(change: TreeChange): void {
  if (!isTreePath(change.path)) {
    throw unprocessable('tree.path contains a malformed path component');
  }
  if (change.sha === null) return;
  const type = TYPE_OF_MODE[change.mode ?? ''];
  if (!type) {
    throw unprocessable('tree.mode must be one of the five file modes');
  }
  if (change.type !== undefined && change.type !== type) {
    throw unprocessable(`tree.type must be ${type} for mode ${change.mode}`);
  }
  if ((change.sha === undefined) === (change.content === undefined)) {
    throw unprocessable('Must supply either tree.sha or tree.content');
  }
  if (change.content !== undefined && type !== 'blob') {
    throw unprocessable(`tree.content is not possible for a ${type}`);
  }
  if (change.sha !== undefined && !isSha(change.sha)) {
    throw unprocessable('tree.sha is not a valid object id');
  }
}

async function resolveAdditions(
  git: GitRepository,
  changes: readonly TreeChange[],
  folder: string,
): Promise<ResolvedChange[]> {
  const inline = changes.filter(change => change.content !== undefined);
  const written = await writeContents(git, inline, folder);
  const additions: ResolvedChange[] = [];
  for (const change of changes) {
    const sha = written.get(change) ?? change.sha;
    if (sha && change.mode) {
      additions.push({ path: change.path, mode: change.mode, sha });
    }
  }
  // A submodule's commit lives in another repository
  const local = additions.filter(change => change.mode !== '160000');
  const types = await git.readTypes(local.map(change => change.sha));
  for (const change of local) {
    if (types.get(change.sha) !== TYPE_OF_MODE[change.mode]) {
      throw unprocessable(
        `tree.sha ${change.sha} is not a valid ${TYPE_OF_MODE[change.mode]}`,
      );
    }
  }
  return additions;
}

/** Writes all inline contents by one git process. */
async function writeContents(
  git: GitRepository,
  changes: readonly TreeChange[],
  folder: string,
): Promise<Map<TreeChange, string>> {
  const files: string[] = [];
  for (const [index, change] of changes.entries()) {
    const file = path.join(folder, String(index));
    await writeFile(file, change.content ?? '');
    files.push(`${file}\n`);
  }
  const written = new Map<TreeChange, string>();
  if (files.length === 0) return written;
  const output = await git.text(
    ['hash-object', '-w', '--no-filters', '--stdin-paths'],
    { input: files.join('') },
  );
  const shas = output.split('\n');
  for (const [index, change] of changes.entries()) {
    written.set(change, shas[index]);
  }
  return written;
}

async function updateIndex(
  git: GitRepository,
  env: Record<string, string>,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  const input = lines.join('');
  await git.run(['update-index', '-z', '--index-info'], { env, input });
}

/** The base's files that are deleted, or make room for another folder. */
async function listRemovedPaths(
  git: GitRepository,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string[]> {
  const removals = changes.filter(
    change => change.sha === null || isFolder(change),
  );
  if (removals.length === 0) return [];
  const files = base ? await listFiles(git, base) : [];
  const removed: string[] = [];
  for (const { path: removedPath, sha } of removals) {
    const below = files.filter(
      file => file === removedPath || file.startsWith(`${removedPath}/`),
    );
    if (sha === null && below.length === 0) {
      throw unprocessable(`tree.path ${removedPath} is not in base_tree`);
    }
    removed.push(...below);
  }
  return removed;
}

async function expandFolder(
  git: GitRepository,
  folder: ResolvedChange,
): Promise<ResolvedChange[]> {
  const entries = await listTree(git, folder.sha, true);
  return entries
    .filter(entry => entry.type !== 'tree')
    .map(({ mode, sha, path: name }) => ({
      mode,
      sha,
      path: `${folder.path}/${name}`,
    }));
}

async function listFiles(git: GitRepository, tree: string): Promise<string[]> {
  const { stdout } = await git.run([
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    tree,
  ]);
  return stdout.toString('utf8').split('\0').filter(Boolean);
}

function isFolder(change: { mode?: string }): boolean {
  return change.mode === '040000';
}

function parseTree(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of output.toString('utf8').split('\0')) {
    const match = /^(\d+) (\w+) ([0-9a-f]+) +(-|\d+)\t([^]*)$/.exec(line);
    if (!match) continue;
    const [, mode, type, sha, size, filePath] = match;
    entries.push({
      path: filePath,
      mode,
      type,
      sha,
      ...(size === '-' ? {} : { size: Number(size) }),
    });
  }
  return entries;
}
