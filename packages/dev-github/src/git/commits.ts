import { unprocessable } from '../errors';
import { GitError } from './GitProcesses';
import { GitRepository } from './GitRepository';
import type { GitObject } from './ObjectReader';

export interface Signature {
  name: string;
  email: string;
  /** ISO 8601 with offset, or in UTC. */
  date: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface NewCommit {
  message: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
}

export interface CommitQuery {
  /** Revisions for `git rev-list`: full object ids, with `^` before what is left out. */
  revisions: string[];
  path?: string;
  skip?: number;
  limit?: number;
  oldestFirst?: boolean;
}

export async function readCommit(
  git: GitRepository,
  sha: string,
): Promise<Commit | undefined> {
  const object = await git.readObject(sha);
  return object?.type === 'commit' ? parseCommit(object) : undefined;
}

/** The commits that a query finds, newest first unless it says otherwise. */
export async function listCommits(
  git: GitRepository,
  query: CommitQuery,
): Promise<Commit[]> {
  const limits = [
    `--skip=${query.skip ?? 0}`,
    `--max-count=${query.limit ?? 250}`,
  ];
  const order = query.oldestFirst ? ['--reverse'] : [];
  const output = await git.text([
    'rev-list',
    '--topo-order',
    ...limits,
    ...order,
    ...revisionArguments(query),
  ]);
  const shas = output.split('\n').filter(Boolean);
  const objects = await git.readObjects(shas);
  const commits: Commit[] = [];
  for (const sha of shas) {
    const object = objects.get(sha);
    if (object) commits.push(parseCommit(object));
  }
  return commits;
}

export async function countCommits(
  git: GitRepository,
  query: CommitQuery,
): Promise<number> {
  const args = ['rev-list', '--count', ...revisionArguments(query)];
  return Number(await git.text(args));
}

/** Writes a commit with exactly this message. */
export async function writeCommit(
  git: GitRepository,
  commit: NewCommit,
): Promise<string> {
  const parents = commit.parents.flatMap(parent => ['-p', parent]);
  try {
    return await git.text(['commit-tree', commit.tree, ...parents], {
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: commit.author.name,
        GIT_AUTHOR_EMAIL: commit.author.email,
        GIT_AUTHOR_DATE: toGitDate(commit.author.date),
        GIT_COMMITTER_NAME: commit.committer.name,
        GIT_COMMITTER_EMAIL: commit.committer.email,
        GIT_COMMITTER_DATE: toGitDate(commit.committer.date),
      },
    });
  } catch (error) {
    if (error instanceof GitError && error.exitCode !== null) {
      throw unprocessable(`The commit is not valid: ${error.stderr.trim()}`);
    }
    throw error;
  }
}

/** The commit that both histories share, undefined if they share none. */
export async function mergeBase(
  git: GitRepository,
  one: string,
  other: string,
): Promise<string | undefined> {
  const { stdout } = await git.run(['merge-base', one, other], {
    exitCodes: [0, 1],
  });
  return stdout.toString('utf8').trim() || undefined;
}

export async function isAncestor(
  git: GitRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const { exitCode } = await git.run(
    ['merge-base', '--is-ancestor', ancestor, descendant],
    { exitCodes: [0, 1] },
  );
  return exitCode === 0;
}

/** Whether git would merge the two without a conflict. */
export async function mergesCleanly(
  git: GitRepository,
  base: string,
  head: string,
): Promise<boolean> {
  return (await mergeTree(git, base, head)) !== undefined;
}

/** The tree that git would merge the two to; undefined where they conflict. */
export async function mergeTree(
  git: GitRepository,
  base: string,
  head: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await git.run(
    ['merge-tree', '--write-tree', '--no-messages', base, head],
    { exitCodes: [0, 1, 128] },
  );
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

function revisionArguments(query: CommitQuery): string[] {
  const paths = query.path ? [query.path] : [];
  return [...query.revisions, '--', ...paths];
}

function parseCommit(object: GitObject): Commit {
  const text = object.data.toString('utf8');
  const end = text.indexOf('\n\n');
  const headers = text.slice(0, end < 0 ? text.length : end).split('\n');
  const values = (name: string) =>
    headers
      .filter(line => line.startsWith(`${name} `))
      .map(line => line.slice(name.length + 1));
  return {
    sha: object.sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parseSignature(values('author')[0]),
    committer: parseSignature(values('committer')[0]),
    // GitHub shows messages without the line feed that git ends them with
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n$/, ''),
  };
}

function parseSignature(line = ''): Signature {
  const match = /^(.*?) ?<([^>]*)> (\d+) [+-]\d{4}$/.exec(line);
  if (!match) return { name: '', email: '', date: new Date(0).toISOString() };
  const [, name, email, seconds] = match;
  const date = new Date(Number(seconds) * 1000).toISOString();
  return { name, email, date: date.replace('.000Z', 'Z') };
}

/** Git's own form: seconds, and the offset that the date was written with. */
function toGitDate(date: string): string {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) {
    throw unprocessable(`'${date}' is not a date`);
  }
  const offset = /([+-]\d{2}):?(\d{2})$/.exec(date);
  const zone = offset ? `${offset[1]}${offset[2]}` : '+0000';
  return `@${Math.floor(milliseconds / 1000)} ${zone}`;
}
