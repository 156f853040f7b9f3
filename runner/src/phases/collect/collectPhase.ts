import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  BUNDLE_CHUNK_BYTES,
  type BundleContent,
} from '@background-tasks/plugin-background-tasks-common';
import {
  createScratchRepository,
  Git,
  ObjectReader,
  type ObjectFormat,
} from '../../git';
import { BUNDLE_FILE } from '../bundleFile';
import type { PhaseContext } from '../PhaseContext';
import type { PhaseResult } from '../PhaseFailure';
import { readCloneResult, readLeftBehind } from '../results';
import { checkChange } from './checkChange';
import { readBaseTree, type BaseTree } from './baseTree';
import { buildTree, checkNames } from './buildTree';
import { diffTrees, patchOf, type Difference } from './diffTrees';
import { findCandidates, type Candidates } from './findCandidates';
import { IgnoreRules } from './IgnoreRules';
import {
  checkBundleSize,
  checkCount,
  checkNamesSize,
  checkRawLimits,
} from './limits';
import { LeftBehind } from './LeftBehind';
import { toWords } from './names';
import { checkLfs, checkSubmodules } from './unsupported';
import { walkWorkTree } from './walk';

type Collection = {
  git: Git;
  repository: string;
  format: ObjectFormat;
  objects: ObjectReader;
  baseCommit: string;
  baseTree: string;
};

/**
 * Takes the change out of the working copy. Nothing of the working copy's `.git` is used, and nothing of the
 * repository is run.
 */
export async function runCollectPhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { paths } = context;
  const git = Git.create(paths.tmp);
  const repository = join(paths.tmp, 'repository');
  const format = await createScratchRepository(git, repository, paths.pristine);
  const objects = ObjectReader.open(git, { cwd: repository });
  try {
    const { baseCommit } = readCloneResult(paths);
    const baseTree = await git.text(['rev-parse', `${baseCommit}^{tree}`], {
      cwd: repository,
    });
    return await collect(context, {
      git,
      repository,
      format,
      objects,
      baseCommit,
      baseTree,
    });
  } finally {
    await objects.close();
  }
}

async function collect(
  context: PhaseContext,
  collection: Collection,
): Promise<PhaseResult> {
  const { events, paths, spec } = context;
  const { git, repository, objects, baseTree } = collection;
  const base = await readBaseTree(git, repository, baseTree);
  const candidates = await readWork(context, collection, base);

  const dir = join(paths.tmp, 'build');
  mkdirSync(dir);
  const build = { git, repository, dir, objects };
  const tree = await buildTree(build, paths.work, base, baseTree, candidates);
  const differences = await diffTrees(git, repository, baseTree, tree);
  if (differences.length === 0) {
    events.system('Nothing has changed.');
    return { outcome: 'noChanges' };
  }
  const written = differences.filter(({ mode }) => mode !== null);
  await checkLfs(
    git,
    repository,
    dir,
    [baseTree, tree],
    written.map(({ path }) => Buffer.from(path).toString('latin1')),
  );
  const sized = differences.map(({ path }) => {
    const rawPath = Buffer.from(path).toString('latin1');
    return { path: rawPath, size: candidates.written.get(rawPath)?.size ?? 0 };
  });
  checkCount(sized, spec.limits);
  checkNamesSize(differences);
  const trees = { git, repository, objects, from: baseTree, to: tree };
  await checkChange(differences, spec, trees);

  const content = await bundleContent(collection, tree, differences);
  // gzip's header would carry the time; Node leaves it 0, so equal changes have equal bytes.
  const bytes = gzipSync(JSON.stringify(content), { level: 6 });
  checkBundleSize(bytes.length, sized, spec.limits);
  for (const { path, status } of content.files) {
    events.system(`${status}: ${path}`);
  }
  hand(context, content, bytes);
  return { outcome: 'ok' };
}

/** Looks at the working copy and refuses what cannot come out. */
async function readWork(
  { events, paths, spec }: PhaseContext,
  { git, repository, format, objects }: Collection,
  base: BaseTree,
): Promise<Candidates> {
  const rules = await IgnoreRules.open(
    git,
    join(paths.tmp, 'ignore'),
    repository,
    base,
    objects,
  );
  const leftBehind = new LeftBehind(readLeftBehind(paths));
  const tree = await walkWorkTree(paths.work, base, rules, leftBehind);
  await rules.close();
  const leftOut = tree.gitNames - 1;
  if (leftOut > 0) {
    events.system(
      `Left out ${leftOut} nested '.git' (names that git keeps for itself).`,
    );
  }
  for (const path of leftBehind.met) {
    events.system(`Left out '${toWords(path)}': the checks make it.`);
  }
  for (const path of tree.special) {
    events.system(
      `Left out '${toWords(path)}': it is neither a file nor a symbolic link.`,
    );
  }
  const candidates = findCandidates(paths.work, tree, base, format);
  checkSubmodules(tree, candidates);
  checkNames(candidates);
  const sized = [...candidates.written].map(([path, { size }]) => ({
    path,
    size,
  }));
  checkCount(
    sized.filter(({ path }) => !base.files.has(path)),
    spec.limits,
  );
  checkRawLimits(sized, spec.limits);
  return candidates;
}

async function bundleContent(
  { git, repository, objects, baseCommit, baseTree }: Collection,
  tree: string,
  differences: Difference[],
): Promise<BundleContent> {
  const entries: BundleContent['entries'] = [];
  for (const { path, mode, oid } of differences) {
    if (mode === null) {
      entries.push({ op: 'delete', path });
      continue;
    }
    const data = (await objects.read(oid)).toString('base64');
    entries.push({ op: 'write', path, mode, oid, data });
  }
  return {
    version: 1,
    baseCommit,
    baseTree,
    tree,
    entries,
    files: differences.map(({ oid: _, ...file }) => file),
    ...(await patchOf(git, repository, baseTree, tree)),
  };
}

/** Leaves the bundle for the gate, and prints it. */
function hand(
  { events, paths }: PhaseContext,
  content: BundleContent,
  bytes: Buffer,
) {
  writeFileSync(join(paths.bundle, BUNDLE_FILE), bytes);
  events.emit({ type: 'changes', files: content.files });
  const hash = createHash('sha256').update(bytes).digest('hex');
  const count = Math.ceil(bytes.length / BUNDLE_CHUNK_BYTES);
  for (let index = 0; index < count; index++) {
    const start = index * BUNDLE_CHUNK_BYTES;
    const chunk = bytes.subarray(start, start + BUNDLE_CHUNK_BYTES);
    events.emit({
      type: 'bundle',
      hash,
      size: bytes.length,
      index,
      count,
      data: chunk.toString('base64'),
    });
  }
}
