import { PublishError } from '@background-tasks/plugin-background-tasks-node';
import type { RepositoryDescription } from './answers';
import type { GithubFork } from './GithubFork';
import type { GithubRepository } from './GithubRepository';
import { advance, warn, type Publishing } from './Publishing';

// GitHub forks in the background, and says to ask its support after five minutes.
const FORK_TIMEOUT_MS = 5 * 60 * 1000;
// How long a commit may take from a branch that was just updated to the reads of it.
const COMMIT_TIMEOUT_MS = 30_000;

/**
 * The fork that the branch is made in: one that is there already, or a new one, once it holds the base commit. Another
 * attempt finds the same fork, so nothing of this is done twice.
 *
 * @throws PublishError
 */
export async function prepareFork(
  work: Publishing,
  upstream: RepositoryDescription,
): Promise<GithubRepository> {
  const owner = await forkOwnerOf(work);
  if (owner.toLowerCase() === upstream.owner.toLowerCase()) {
    throw new PublishError(
      'accessDenied',
      `'${upstream.owner}/${upstream.name}' belongs to '${owner}', for whom forks are made, so it cannot be forked. Create the task with the output type 'origin', or set 'backgroundTasks.publishing.forkOwner' to another organization`,
    );
  }
  const name = work.state.fork?.name ?? upstream.name;
  const fork = work.openFork({ owner, name });
  const existing = await fork.repository.describe();
  const description =
    existing?.parentId === upstream.id
      ? existing
      : await createFork(work, upstream, fork);
  await advance(work, {
    fork: { owner: description.owner, name: description.name },
  });
  const chosen = work.openFork(description);
  await waitUntilThere(work, chosen, description);
  await synchronize(work, chosen);
  return chosen.repository;
}

/** Whose forks are used. */
export async function forkOwnerOf(work: Publishing): Promise<string> {
  const owner =
    work.state.fork?.owner ??
    work.settings.forkOwner ??
    (await work.forkUser());
  if (owner === undefined) {
    throw new PublishError(
      'accessDenied',
      "A GitHub App has no account of its own to fork into. Set 'backgroundTasks.publishing.forkOwner' to an organization that it is installed on",
    );
  }
  return owner;
}

/** GitHub takes only organizations by name. */
async function organizationOf(work: Publishing): Promise<string | undefined> {
  const { forkOwner } = work.settings;
  if (forkOwner === undefined) return undefined;
  const user = await work.forkUser();
  return user?.toLowerCase() === forkOwner.toLowerCase()
    ? undefined
    : forkOwner;
}

async function createFork(
  work: Publishing,
  upstream: RepositoryDescription,
  fork: GithubFork,
): Promise<RepositoryDescription> {
  if (!upstream.forking) {
    throw new PublishError(
      'accessDenied',
      `'${upstream.owner}/${upstream.name}' may not be forked. Allow forks in its settings, or create the task with the output type 'origin'`,
    );
  }
  const organization = await organizationOf(work);
  await advance(work, {});
  return fork.create(upstream, organization);
}

async function waitUntilThere(
  work: Publishing,
  { repository, calls }: GithubFork,
  { owner, name, defaultBranch }: RepositoryDescription,
): Promise<void> {
  const head = await calls.until(
    () => repository.branchHead(defaultBranch),
    FORK_TIMEOUT_MS,
  );
  if (head === undefined) {
    throw new PublishError(
      'infrastructure',
      `GitHub has not finished the fork '${owner}/${name}' of '${work.request.repository.url}' within five minutes. Retry the task later`,
    );
  }
}

/** Brings the base branch of the fork up to date. Where that is refused, the fork may hold the base commit all the same. */
async function synchronize(work: Publishing, fork: GithubFork): Promise<void> {
  const { request, state } = work;
  const { owner, name } = fork.repository.address;
  if (!state.forkSynced) {
    const refusal = await fork.synchronize(request.baseBranch);
    if (refusal !== undefined) {
      warn(
        work,
        `The branch '${request.baseBranch}' of the fork '${owner}/${name}' could not be brought up to date: ${refusal}`,
      );
    }
    await advance(work, { forkSynced: true });
  }
  const base = await fork.calls.until(
    () => fork.repository.findCommit(request.bundle.baseCommit),
    COMMIT_TIMEOUT_MS,
  );
  if (!base) {
    throw new PublishError(
      'infrastructure',
      `The fork '${owner}/${name}' lacks the commit ${request.bundle.baseCommit} that the change was made on. Bring its branch '${request.baseBranch}' up to date, or delete the fork, then retry the task`,
    );
  }
}
