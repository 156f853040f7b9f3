import {
  type BaseMoved,
  PublishError,
  type PublishRequest,
} from '@background-tasks/plugin-background-tasks-node';
import { cut, singleLine } from '../plainText';
import type { GithubContents, TreeItem } from './GithubContents';
import type { GithubRepository } from './GithubRepository';

const NAMED_PATHS_MAX = 10;
const PATH_MAX_CHARACTERS = 200;

/**
 * Whether the change, whose commit has the validated base commit as its parent, can still be merged: the branch that it
 * is for must hold that commit, and must not have changed since where the change touches it.
 *
 * @returns undefined where it can
 * @throws PublishError
 */
export async function checkBase(options: {
  repository: GithubRepository;
  contents: GithubContents;
  request: PublishRequest;
}): Promise<BaseMoved | undefined> {
  const { repository, contents, request } = options;
  const { baseCommit, entries } = request.bundle;
  const branch = request.output?.target ?? request.baseBranch;
  const name = `'${singleLine(branch)}'`;
  const head = await repository.branchHead(branch);
  if (head === undefined) {
    return {
      message: `The branch ${name} that the pull request is for no longer exists in '${request.repository.url}'. Restore it, or create a task for another branch`,
      mayRerun: false,
    };
  }
  if (head === baseCommit) return undefined;
  const comparison = await contents.compare(baseCommit, head);
  const isOtherBranch = branch !== request.baseBranch;
  if (!comparison || (!isOtherBranch && comparison.mergeBase !== baseCommit)) {
    return {
      message: `The history of the branch ${name} was rewritten since this change was made: the commit ${baseCommit} is no longer part of it. Retry the task to make the change on the branch as it is now`,
      mayRerun: true,
    };
  }
  const touched = entries.map(({ path }) => path);
  const changed = comparison.complete
    ? touchedBy(touched, comparison.paths)
    : await differing(contents, {
        base: await treeOf(repository, comparison.mergeBase),
        head: await treeOf(repository, head),
        paths: touched,
      });
  if (changed.length === 0) return undefined;
  return {
    message: `The branch ${name} has moved on since this change was made, and changed ${namesOf(
      changed,
    )} too. Retry the task to make the change on the branch as it is now`,
    mayRerun: !isOtherBranch,
  };
}

/** The touched paths that are a changed one, in one, or above one. */
function touchedBy(touched: string[], changed: string[]): string[] {
  const paths = new Set(changed);
  const parents = new Set(changed.flatMap(parentsOf));
  return touched.filter(
    path =>
      paths.has(path) ||
      parents.has(path) ||
      parentsOf(path).some(parent => paths.has(parent)),
  );
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function treeOf(
  repository: GithubRepository,
  sha: string,
): Promise<string> {
  const commit = await repository.findCommit(sha);
  if (!commit) {
    throw new PublishError('conflict', `The commit ${sha} was removed`);
  }
  return commit.tree;
}

/**
 * The paths that are not the same in both trees. Only directories that differ and hold one of the paths are read, so
 * this is exact however much else has changed.
 */
async function differing(
  contents: GithubContents,
  options: { base?: string; head?: string; paths: string[] },
): Promise<string[]> {
  const read = async (sha: string | undefined) =>
    sha === undefined ? new Map<string, TreeItem>() : contents.tree(sha);
  const [base, head] = [await read(options.base), await read(options.head)];
  const changed: string[] = [];
  for (const [name, rests] of byFirstPart(options.paths)) {
    const [before, after] = [base.get(name), head.get(name)];
    if (before?.sha === after?.sha && before?.mode === after?.mode) continue;
    const areTrees = [before, after].every(
      item => item === undefined || item.type === 'tree',
    );
    const below = rests.filter(rest => rest !== '');
    if (!areTrees || below.length < rests.length) {
      changed.push(...rests.map(rest => (rest ? `${name}/${rest}` : name)));
      continue;
    }
    const found = await differing(contents, {
      base: before?.sha,
      head: after?.sha,
      paths: below,
    });
    changed.push(...found.map(rest => `${name}/${rest}`));
  }
  return changed;
}

/** What follows the first part of each path, empty where nothing does. */
function byFirstPart(paths: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.indexOf('/');
    const name = slash === -1 ? path : path.slice(0, slash);
    const rest = slash === -1 ? '' : path.slice(slash + 1);
    groups.set(name, [...(groups.get(name) ?? []), rest]);
  }
  return groups;
}

function namesOf(paths: string[]): string {
  const names = paths
    .slice(0, NAMED_PATHS_MAX)
    .map(path => `'${cut(singleLine(path), PATH_MAX_CHARACTERS)}'`);
  const others = paths.length - names.length;
  if (others > 0) return `${names.join(', ')} and ${others} more`;
  const last = names.pop();
  return names.length > 0 ? `${names.join(', ')} and ${last}` : `${last}`;
}
