import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Git, ObjectReader } from '../../git';
import type { BaseTree } from './baseTree';
import { copyFile, readLink } from './blob';
import type { Candidates } from './findCandidates';
import { baseName, parents, toBytes, toText, type RawPath } from './names';
import { PhaseFailure } from '../PhaseFailure';
import { workPath } from './walk';

/** What git is run with: a fresh git directory, an index and a stage. */
export type TreeBuild = {
  git: Git;
  repository: string;
  /** A folder for the stage and the copies. */
  dir: string;
  objects: ObjectReader;
};

/**
 * Builds the tree of the change as git stores it.
 *
 * Changed files are staged in a folder that otherwise holds the base's `.gitattributes` alone, so that git's own
 * conversions (line endings) apply by the rules of the base. Links and `.gitattributes` go in as they are.
 *
 * @returns the name of the tree
 */
export async function buildTree(
  { git, repository, dir, objects }: TreeBuild,
  work: string,
  base: BaseTree,
  baseTree: string,
  { written, deleted }: Candidates,
): Promise<string> {
  const stage = join(dir, 'stage');
  mkdirSync(stage, { recursive: true });
  const scratch = git.with({
    GIT_DIR: repository,
    GIT_WORK_TREE: stage,
    GIT_INDEX_FILE: join(dir, 'index'),
  });
  await scratch.run(['read-tree', baseTree], { cwd: stage });

  const isRaw = ([path, { mode }]: [RawPath, { mode: string }]) =>
    mode === '120000' || baseName(path) === '.gitattributes';
  const raw = [...written].filter(isRaw);
  const converted = [...written].filter(entry => !isRaw(entry));

  await updateIndex(
    scratch,
    stage,
    deleted.map(path => `0 ${'0'.repeat(40)}\t${path}`),
  );
  for (const [path, { mode }] of converted) {
    await stageAttributes(stage, path, base, objects);
    const target = workPath(stage, path);
    copyFile(work, path, target, mode === '100755' ? 0o755 : 0o644);
  }
  if (converted.length > 0) {
    await scratch.run(['update-index', '--add', '--replace', '-z', '--stdin'], {
      cwd: stage,
      input: Buffer.concat(
        converted.flatMap(([path]) => [toBytes(path), Buffer.from([0])]),
      ),
    });
  }
  const ids = await storeRaw(scratch, dir, work, raw);
  await updateIndex(
    scratch,
    stage,
    raw.map(([path, { mode }], index) => `${mode} ${ids[index]}\t${path}`),
  );
  return await scratch.text(['write-tree'], { cwd: stage });
}

/** Puts the base's attributes of all folders above a path into the stage. */
async function stageAttributes(
  stage: string,
  path: RawPath,
  base: BaseTree,
  objects: ObjectReader,
) {
  for (const folder of ['', ...parents(path)]) {
    const file = folder === '' ? '.gitattributes' : `${folder}/.gitattributes`;
    const entry = base.files.get(file);
    if (!entry || entry.mode === '120000') continue;
    if (folder !== '') mkdirSync(workPath(stage, folder), { recursive: true });
    writeFileSync(workPath(stage, file), await objects.read(entry.oid));
  }
}

async function storeRaw(
  git: Git,
  dir: string,
  work: string,
  raw: [RawPath, { mode: string }][],
): Promise<string[]> {
  if (raw.length === 0) return [];
  const copies = join(dir, 'raw');
  mkdirSync(copies, { recursive: true });
  const files = raw.map(([path, { mode }], index) => {
    const copy = join(copies, String(index));
    if (mode === '120000') writeFileSync(copy, readLink(work, path));
    else copyFile(work, path, Buffer.from(copy), 0o644);
    return copy;
  });
  const ids = await git.text(
    ['hash-object', '-w', '--no-filters', '--stdin-paths'],
    { cwd: dir, input: `${files.join('\n')}\n` },
  );
  return ids.split('\n');
}

async function updateIndex(git: Git, cwd: string, records: RawPath[]) {
  if (records.length === 0) return;
  await git.run(['update-index', '--add', '--replace', '-z', '--index-info'], {
    cwd,
    input: Buffer.concat(
      records.flatMap(record => [toBytes(record), Buffer.from([0])]),
    ),
  });
}

/** @throws PhaseFailure where a name of the change could not be published */
export function checkNames({ written, deleted }: Candidates) {
  for (const path of [...written.keys(), ...deleted]) {
    const text = toText(path);
    if (text === undefined || text.length > 4096) {
      throw new PhaseFailure(
        'validationFailed',
        `The change holds a file whose name is not UTF-8 or too long: ${JSON.stringify(
          path.slice(0, 200),
        )}`,
      );
    }
  }
}
