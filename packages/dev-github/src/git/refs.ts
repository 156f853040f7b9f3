import { ApiError, unprocessable } from '../errors';
import { isRefName } from '../names';
import { isAncestor } from './commits';
import { GitError } from './GitProcesses';
import { GitRepository } from './GitRepository';

const NULL_SHA = '0'.repeat(40);

export interface Ref {
  /** Full name: `refs/heads/main`. */
  ref: string;
  sha: string;
  type: string;
}

/** All refs whose full name begins with the prefix, by name. */
export async function listRefs(
  git: GitRepository,
  prefix: string,
): Promise<Ref[]> {
  const output = await git.text([
    'for-each-ref',
    '--format=%(objectname) %(objecttype) %(refname)',
  ]);
  const refs: Ref[] = [];
  for (const line of output.split('\n')) {
    const [sha, type, ref] = line.split(' ');
    if (ref?.startsWith(prefix)) refs.push({ ref, sha, type });
  }
  return refs;
}

export async function readRef(
  git: GitRepository,
  ref: string,
): Promise<Ref | undefined> {
  const target = await git.readRef(ref);
  return target && { ref, sha: target.sha, type: target.type };
}

/** @throws ApiError 422 if the name, the object or an existing ref forbids it */
export async function createRef(
  git: GitRepository,
  ref: string,
  sha: string,
): Promise<Ref> {
  if (!isRefName(ref)) {
    throw unprocessable(`${ref} is not a valid ref name.`);
  }
  await checkTarget(git, ref, sha);
  if (await readRef(git, ref)) throw alreadyExists();
  try {
    await git.run(['update-ref', ref, sha, NULL_SHA]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    // Another request was faster, or a ref of this name would be a folder
    if (await readRef(git, ref)) throw alreadyExists();
    throw unprocessable('Reference update failed');
  }
  return requireRef(git, ref);
}

/** @throws ApiError 422 for what GitHub refuses, 409 if the ref moved meanwhile */
export async function moveRef(
  git: GitRepository,
  ref: string,
  sha: string,
  force: boolean,
): Promise<Ref> {
  const current = await requireRef(git, ref);
  await checkTarget(git, ref, sha);
  const forward =
    force ||
    current.type !== 'commit' ||
    (await isAncestor(git, current.sha, sha));
  if (!forward) throw unprocessable('Update is not a fast forward');
  await compareAndSwap(git, ['update-ref', ref, sha, current.sha]);
  return requireRef(git, ref);
}

/** @throws ApiError 422 if there is no such ref, 409 if it moved meanwhile */
export async function deleteRef(
  git: GitRepository,
  ref: string,
): Promise<void> {
  const current = await requireRef(git, ref);
  await compareAndSwap(git, ['update-ref', '-d', ref, current.sha]);
}

/** @throws ApiError 409 if the ref moved meanwhile */
export async function compareAndSwap(
  git: GitRepository,
  args: string[],
): Promise<void> {
  try {
    await git.run(args);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new ApiError(409, 'Reference was changed by another request');
  }
}

async function requireRef(git: GitRepository, ref: string): Promise<Ref> {
  const current = isRefName(ref) ? await readRef(git, ref) : undefined;
  if (!current) throw unprocessable('Reference does not exist');
  return current;
}

async function checkTarget(
  git: GitRepository,
  ref: string,
  sha: string,
): Promise<void> {
  const type = (await git.readTypes([sha])).get(sha);
  if (!type) throw unprocessable('Object does not exist');
  if (ref.startsWith('refs/heads/') && type !== 'commit') {
    throw unprocessable(`A branch cannot point at a ${type}`);
  }
}

function alreadyExists(): ApiError {
  return unprocessable('Reference already exists');
}
