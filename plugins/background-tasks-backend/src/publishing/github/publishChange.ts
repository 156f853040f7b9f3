import {
  PublishError,
  type PublishRequest,
  type PublishResult,
  type PublishState,
} from '@background-tasks/plugin-background-tasks-node';
import { assertPublishable } from '../assertPublishable';
import { buildCommitMessage, taskIdOf, type Person } from '../commitMessage';
import { pullRequestBody } from '../pullRequestText';
import type { Commit, PullRequest } from './answers';
import { checkBase } from './checkBase';
import { isLabelled, label, requestReviews } from './decorate';
import { describeOpen } from './describeOpen';
import { forkOwnerOf, prepareFork } from './forks';
import type { GithubRepository } from './GithubRepository';
import { planTree } from './planTree';
import { conventionsOf } from './conventionsOf';
import { advance, warn, type Publishing } from './Publishing';
import { coAuthorOf, commitSubject, isSignedOff, titleOf } from './texts';

// Each costs a request, and GitHub allows 500 an hour: beyond the first hundred that is one in nine seconds.
const BLOBS_MAX = 300;

/**
 * Publishes a change in steps: tree, commit, branch, pull request, labels, reviews. The state is stored before each
 * write, and what a write left that was not stored any more is found again by the commit's trailer and tree, so that a
 * change is published once however often this is tried.
 */
export async function publishChange(
  publishing: Omit<Publishing, 'conventions'>,
): Promise<PublishResult> {
  assertPublishable(publishing.request);
  const begun = { ...publishing, state: { ...publishing.state } };
  const work = Object.assign(begun, { conventions: conventionsOf(begun) });
  const { commit, pull } =
    (await findPublished(work)) ?? (await createPublished(work));
  await label(work, pull);
  await requestReviews(work, pull);
  return {
    prUrl: pull.url,
    prNumber: pull.number,
    headCommit: commit.sha,
    commitMessage: commit.message,
    createdAt: pull.createdAt,
    warnings: work.state.warnings ?? [],
  };
}

type Published = { commit: Commit; pull: PullRequest };

async function createPublished(work: Publishing): Promise<Published> {
  const upstream = await describeOpen(work);
  if (isAcross(work)) work.head = await prepareFork(work, upstream);
  const commit = (await chooseBranch(work)) ?? (await publishBranch(work));
  await advance(work, {
    treeSha: commit.tree,
    commitSha: commit.sha,
    refCreated: true,
  });
  return { commit, pull: await openPullRequest(work, commit) };
}

async function publishBranch(work: Publishing): Promise<Commit> {
  const moved = await checkBase(work);
  if (moved) throw new PublishError('conflict', moved.message);
  return createBranch(work, await writeCommit(work));
}

function isAcross({ request }: Publishing): boolean {
  return request.output?.type === 'fork';
}

/** Whose branches the pull request is looked for under; undefined for the repository's own. */
async function headOwnerOf(work: Publishing): Promise<string | undefined> {
  return isAcross(work) ? forkOwnerOf(work) : undefined;
}

function branchNames({ task }: PublishRequest): string[] {
  const branch = `background-task-${task.name}`;
  return [branch, `${branch}-${task.uid.slice(0, 8)}`];
}

/** Whether the commit is this task's: the same trailer and the same tree. */
function isOurs(request: PublishRequest, commit: Commit): boolean {
  return (
    commit.tree === request.bundle.tree &&
    taskIdOf(commit.message) === request.task.uid
  );
}

/** The pull request of an earlier attempt, whatever became of it and of its branch since. */
async function findPublished(work: Publishing): Promise<Published | undefined> {
  const { repository, request, state } = work;
  const headOwner = await headOwnerOf(work);
  for (const branch of branchNames(request)) {
    const pulls = await repository.listPullRequests(branch, headOwner);
    for (const pull of pulls) {
      const known =
        pull.number === state.prNumber ? state.commitSha : undefined;
      const commit = await repository.findCommit(known ?? pull.headCommit);
      if (commit && isOurs(request, commit)) {
        await advance(work, {
          branch,
          treeSha: commit.tree,
          commitSha: commit.sha,
          refCreated: true,
          ...pullRequestState(request, pull),
        });
        return { commit, pull };
      }
    }
  }
  return undefined;
}

function pullRequestState(
  request: PublishRequest,
  pull: PullRequest,
): PublishState {
  return {
    prNumber: pull.number,
    prUrl: pull.url,
    prCreatedAt: pull.createdAt,
    labelled: isLabelled(request, pull),
  };
}

/** Notes the branch to use. Returns its commit where an earlier attempt has made the branch. */
async function chooseBranch(work: Publishing): Promise<Commit | undefined> {
  const names = branchNames(work.request);
  for (const branch of names) {
    const head = await work.head.findBranch(branch);
    if (!head || isOurs(work.request, head)) {
      work.state.branch = branch;
      return head;
    }
  }
  throw new PublishError(
    'conflict',
    `The branches '${names.join("' and '")}' of '${nameOf(
      work.head,
    )}' exist, and are not this task's. Rename or delete one of them, then retry`,
  );
}

function nameOf({ address }: GithubRepository): string {
  return `${address.owner}/${address.name}`;
}

async function writeCommit(work: Publishing): Promise<Commit> {
  const { head, request, state } = work;
  if (state.commitSha) {
    const commit = await head.findCommit(state.commitSha);
    if (commit && isOurs(request, commit)) {
      return commit;
    }
  }
  await advance(work, {});
  const tree = await writeTree(work);
  await advance(work, { treeSha: tree });
  const commit = await createCommit(work, tree);
  await advance(work, { commitSha: commit.sha });
  return commit;
}

/**
 * No author is named, so that GitHub signs for its Apps. A sign-off must be by the author, whom only GitHub knows: it
 * comes with a second commit that is like the first one, which no branch ever held.
 */
async function createCommit(work: Publishing, tree: string): Promise<Commit> {
  const { head, request } = work;
  const wording = {
    subject: await commitSubject(work),
    coAuthor: await coAuthorOf(work),
  };
  const create = (signOff?: Person) =>
    head.createCommit({
      tree,
      parent: request.bundle.baseCommit,
      message: buildCommitMessage(request.task, { ...wording, signOff }),
    });
  const commit = await create();
  return (await isSignedOff(work)) ? create(commit.author) : commit;
}

async function writeTree(work: Publishing): Promise<string> {
  const { head: repository, request, state } = work;
  const { bundle } = request;
  if (state.treeSha === bundle.tree) {
    return bundle.tree;
  }
  const base = await repository.findCommit(bundle.baseCommit);
  if (!base) {
    throw new PublishError(
      'conflict',
      `The commit ${bundle.baseCommit} that the change was made on is no longer in '${request.repository.url}'`,
    );
  }
  if (base.tree !== bundle.baseTree) {
    throw mismatch('base', bundle.baseTree, base.tree);
  }
  const plan = planTree(bundle);
  if (plan.blobs.length > BLOBS_MAX) {
    throw new PublishError(
      'infrastructure',
      `The change was not published: ${plan.blobs.length} of its files are no text or larger than a megabyte, and GitHub takes each of those by a request of its own, of which it allows too few for more than ${BLOBS_MAX}. Make the change in smaller parts`,
    );
  }
  for (const blob of plan.blobs) {
    const sha = await repository.createBlob(blob.base64);
    if (sha !== blob.oid) {
      throw mismatch('file', blob.oid, sha);
    }
  }
  let tree = base.tree;
  for (const entries of plan.trees) {
    tree = await repository.createTree(tree, entries);
  }
  if (tree !== bundle.tree) {
    throw mismatch('tree', bundle.tree, tree);
  }
  return tree;
}

function mismatch(what: string, expected: string, actual: string) {
  return new PublishError(
    'infrastructure',
    `The change was not published: its ${what} is ${actual} at the code host, but ${expected} was validated`,
  );
}

/** Returns the commit that the branch points at: another than asked for where an earlier attempt was faster. */
async function createBranch(work: Publishing, commit: Commit): Promise<Commit> {
  const attempts = branchNames(work.request).length;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const branch = branchOf(work);
    if (await work.head.createBranch(branch, commit.sha)) {
      return commit;
    }
    // Somebody was faster, or the answer to an earlier request was lost.
    const head = await chooseBranch(work);
    if (head) {
      return head;
    }
    await advance(work, {});
  }
  throw new PublishError(
    'conflict',
    `The branch '${branchOf(work)}' was taken while the change was published`,
  );
}

function branchOf(work: Publishing): string {
  if (!work.state.branch) {
    throw new PublishError('infrastructure', 'No branch was chosen');
  }
  return work.state.branch;
}

async function openPullRequest(
  work: Publishing,
  commit: Commit,
): Promise<PullRequest> {
  const { repository, request } = work;
  const { target = request.baseBranch, draft = false } = request.output ?? {};
  const wish = {
    branch: branchOf(work),
    headOwner: await headOwnerOf(work),
    commit: commit.sha,
    base: target,
    title: await titleOf(work),
    body: pullRequestBody(request, (await work.conventions()).template),
  };
  let created = await repository.createPullRequest({ ...wish, draft });
  if (created === 'noDrafts') {
    warn(work, 'The repository allows no drafts, so the pull request is none');
    created = await repository.createPullRequest({ ...wish, draft: false });
  }
  const pull =
    typeof created === 'object' ? created : await findOpened(work, commit);
  await advance(work, pullRequestState(request, pull));
  return pull;
}

/** The pull request that is said to exist already: the answer to an earlier request was lost. */
async function findOpened(
  work: Publishing,
  commit: Commit,
): Promise<PullRequest> {
  const pulls = await work.repository.listPullRequests(
    branchOf(work),
    await headOwnerOf(work),
  );
  const pull = pulls.find(candidate => candidate.headCommit === commit.sha);
  if (!pull) {
    throw new PublishError(
      'conflict',
      `Another pull request was opened from the branch '${branchOf(work)}'`,
    );
  }
  return pull;
}
