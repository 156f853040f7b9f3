import { Context, openGit } from './context';
import { ApiError, unprocessable, validationFailed } from './errors';
import { countCommits, mergeBase, mergeTree, writeCommit } from './git/commits';
import { GitRepository } from './git/GitRepository';
import { compareAndSwap } from './git/refs';
import { LabelRecord, PullRecord, RepositoryRecord, sameName } from './state';

const DEFAULT_LABEL_COLOR = 'ededed';

export interface NewPull {
  title: string;
  body: string | null;
  /** Branch name. */
  head: string;
  /** Where that branch is: the repository itself, or a fork of it. */
  headRepository: RepositoryRecord;
  base: string;
  draft: boolean;
  author: string;
}

/** @throws ApiError 422 where GitHub would refuse it too */
export async function openPull(
  context: Context,
  repository: RepositoryRecord,
  git: GitRepository,
  wish: NewPull,
): Promise<PullRecord> {
  if (wish.draft && !repository.drafts) {
    throw unprocessable(
      'Draft pull requests are not supported in this repository.',
    );
  }
  const { headRepository, ...fields } = wish;
  const headRepositoryId =
    headRepository.id === repository.id ? null : headRepository.id;
  const [headSha, baseSha] = await Promise.all([
    openGit(context, headRepository).branchHead(wish.head),
    git.branchHead(wish.base),
  ]);
  if (!headSha) throw invalid('head');
  if (!baseSha) throw invalid('base');
  await takeIn(context, git, headRepository, headSha);
  const revisions = [`^${baseSha}`, headSha];
  if ((await countCommits(git, { revisions })) === 0) {
    throw refused(`No commits between ${wish.base} and ${wish.head}`);
  }
  if (!(await mergeBase(git, baseSha, headSha))) {
    throw refused(
      `The ${wish.head} branch has no history in common with ${wish.base}`,
    );
  }
  // From here on nothing waits: of two equal requests one finds the other's
  checkUnique(context, repository, { ...wish, headRepositoryId });
  const now = new Date().toISOString();
  const pull: PullRecord = {
    ...fields,
    headRepositoryId,
    id: context.state.takeId(),
    number: 1 + Math.max(0, ...repository.pulls.map(other => other.number)),
    state: 'open',
    headSha,
    baseSha,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    labelIds: [],
    comments: [],
    reviewers: [],
    teams: [],
    merge: null,
  };
  context.state.addUser(wish.author);
  repository.pulls.push(pull);
  context.state.save();
  return pull;
}

/** @throws ApiError 422 for an open pull request of the same branches */
export function checkUnique(
  context: Context,
  repository: RepositoryRecord,
  wish: Pick<PullRecord, 'head' | 'base' | 'headRepositoryId'>,
): void {
  const exists = repository.pulls.some(
    pull =>
      pull.state === 'open' &&
      pull.head === wish.head &&
      pull.base === wish.base &&
      pull.headRepositoryId === wish.headRepositoryId,
  );
  if (exists) {
    const { owner } = headRepositoryOf(context, repository, wish);
    throw refused(`A pull request already exists for ${owner}:${wish.head}.`);
  }
}

/** The repository that a pull request's head branch is in. */
export function headRepositoryOf(
  context: Context,
  repository: RepositoryRecord,
  pull: Pick<PullRecord, 'headRepositoryId'>,
): RepositoryRecord {
  return (
    context.state.repositories.find(({ id }) => id === pull.headRepositoryId) ??
    repository
  );
}

/** A fork's commits are in the repository too, as on GitHub, once they are in a pull request. */
async function takeIn(
  context: Context,
  git: GitRepository,
  head: RepositoryRecord,
  sha: string,
): Promise<void> {
  const { gitDir } = openGit(context, head);
  if (gitDir === git.gitDir) return;
  await git.run(['fetch', '--quiet', '--no-tags', gitDir, sha]);
}

/**
 * Follows the branches of the open pull requests; a push may have moved them.
 * A pull request whose head branch is gone is closed, as on GitHub.
 */
export async function refreshPulls(
  context: Context,
  repository: RepositoryRecord,
  pulls: readonly PullRecord[] = repository.pulls,
): Promise<void> {
  const git = openGit(context, repository);
  let changed = false;
  for (const pull of pulls) {
    if (pull.state === 'closed') continue;
    const head = headRepositoryOf(context, repository, pull);
    const headSha = await openGit(context, head).branchHead(pull.head);
    const baseSha = (await git.branchHead(pull.base)) ?? pull.baseSha;
    if (headSha === pull.headSha && baseSha === pull.baseSha) continue;
    if (headSha) await takeIn(context, git, head, headSha);
    const now = new Date().toISOString();
    pull.headSha = headSha ?? pull.headSha;
    pull.baseSha = baseSha;
    pull.updatedAt = now;
    if (!headSha) {
      pull.state = 'closed';
      pull.closedAt = now;
    }
    changed = true;
  }
  if (changed) context.state.save();
}

export interface MergeWish {
  by: string;
  title?: string;
  message?: string;
  /** One commit of its own instead of a merge commit. */
  squash: boolean;
}

/**
 * Merges a pull request into its base branch.
 *
 * @returns the new commit's id
 * @throws ApiError 405 where it cannot be merged, 409 where the base moved meanwhile
 */
export async function mergePull(
  context: Context,
  repository: RepositoryRecord,
  git: GitRepository,
  pull: PullRecord,
  wish: MergeWish,
): Promise<string> {
  const { baseSha, headSha } = pull;
  const tree =
    pull.state === 'open' && !pull.draft
      ? await mergeTree(git, baseSha, headSha)
      : undefined;
  if (!tree) throw new ApiError(405, 'Pull Request is not mergeable');
  const now = new Date().toISOString();
  const signature = {
    name: wish.by,
    email: `${wish.by}@users.noreply.example.com`,
    date: now,
  };
  const title = wish.squash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${
        headRepositoryOf(context, repository, pull).owner
      }/${pull.head}`;
  const sha = await writeCommit(git, {
    message: `${wish.title ?? title}\n\n${wish.message ?? pull.title}`,
    tree,
    parents: wish.squash ? [baseSha] : [baseSha, headSha],
    author: signature,
    committer: signature,
  });
  await compareAndSwap(git, [
    'update-ref',
    `refs/heads/${pull.base}`,
    sha,
    baseSha,
  ]);
  pull.state = 'closed';
  pull.closedAt = now;
  pull.updatedAt = now;
  pull.merge = { sha, by: wish.by, at: now };
  repository.pushedAt = now;
  context.state.save();
  return sha;
}

/** The commit that a pull request's changes are counted from. */
export async function pullStart(
  git: GitRepository,
  pull: PullRecord,
): Promise<string> {
  return (await mergeBase(git, pull.baseSha, pull.headSha)) ?? pull.baseSha;
}

/** What people call the state of a pull request. */
export function stateTitle(pull: PullRecord): string {
  if (pull.merge) return 'Merged';
  return pull.state === 'open' ? 'Open' : 'Closed';
}

/** The labels of a pull request, in the order they were given. */
export function labelsOf(
  repository: RepositoryRecord,
  pull: PullRecord,
): LabelRecord[] {
  return pull.labelIds.flatMap(
    id => repository.labels.find(label => label.id === id) ?? [],
  );
}

/** The repository's label of that name; created if there is none. */
export function ensureLabel(
  context: Context,
  repository: RepositoryRecord,
  name: string,
): LabelRecord {
  const existing = findLabel(repository, name);
  if (existing) return existing;
  const label: LabelRecord = {
    id: context.state.takeId(),
    name,
    color: DEFAULT_LABEL_COLOR,
    description: null,
  };
  repository.labels.push(label);
  return label;
}

export function findLabel(
  repository: RepositoryRecord,
  name: string,
): LabelRecord | undefined {
  return repository.labels.find(label => sameName(label.name, name));
}

function invalid(field: string) {
  return validationFailed({ resource: 'PullRequest', field, code: 'invalid' });
}

function refused(message: string) {
  return validationFailed({ resource: 'PullRequest', code: 'custom', message });
}
