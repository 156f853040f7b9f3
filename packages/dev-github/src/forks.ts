import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Context, gitFolderOf, openGit } from './context';
import { ApiError, unprocessable } from './errors';
import { DEFAULT_SETTINGS, RepositoryRecord } from './state';

export interface ForkWish {
  owner: string;
  name: string;
  defaultBranchOnly: boolean;
}

/**
 * The fork of that owner; made if there is none yet.
 *
 * @throws ApiError 422 if another repository has that name
 */
export async function forkRepository(
  context: Context,
  parent: RepositoryRecord,
  wish: ForkWish,
): Promise<RepositoryRecord> {
  const existing = findFork(context, parent, wish);
  if (existing) return existing;
  if (!parent.forking) {
    throw new ApiError(403, 'The repository exists, but forking is disabled.');
  }

  const { folders, processes, state } = context;
  const work = await mkdtemp(path.join(folders.temporary, 'fork-'));
  try {
    const gitDir = path.join(work, 'repository.git');
    const branches = wish.defaultBranchOnly
      ? ['--single-branch', `--branch=${parent.defaultBranch}`]
      : [];
    await processes.run([
      'clone',
      '--quiet',
      '--bare',
      '--no-hardlinks',
      '--template=',
      ...branches,
      openGit(context, parent).gitDir,
      gitDir,
    ]);
    await processes.run(['--git-dir', gitDir, 'remote', 'remove', 'origin']);
    // Of two equal requests one finds the other's
    const faster = findFork(context, parent, wish);
    if (faster) return faster;
    const target = path.join(folders.repositories, gitFolderOf(wish));
    await mkdir(path.dirname(target), { recursive: true });
    await rename(gitDir, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }

  const now = new Date().toISOString();
  const fork: RepositoryRecord = {
    id: state.takeId(),
    owner: state.addUser(wish.owner).login,
    name: wish.name,
    private: parent.private,
    defaultBranch: parent.defaultBranch,
    description: parent.description,
    createdAt: now,
    pushedAt: now,
    permissions: [],
    labels: [],
    pulls: [],
    drafts: parent.drafts,
    parentId: parent.id,
    verifiedCommits: [...parent.verifiedCommits],
    ...DEFAULT_SETTINGS,
    readsUntilReady: parent.forkReads,
  };
  state.addRepository(fork);
  state.save();
  return fork;
}

function findFork(
  context: Context,
  parent: RepositoryRecord,
  wish: ForkWish,
): RepositoryRecord | undefined {
  const existing = context.state.findRepository(wish.owner, wish.name);
  if (existing && existing.parentId !== parent.id) {
    throw unprocessable(`${wish.owner}/${wish.name} already exists`);
  }
  return existing;
}
