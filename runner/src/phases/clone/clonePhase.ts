import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Git, GitError } from '../../git';
import { messageOf, sleep } from '../../process';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import { writeCloneResult } from '../results';
import { explainCloneError, gitWords, isRetryable } from './cloneError';

const ATTEMPTS = 3;
const BACKOFF_MS = 1_000;
/** The share of the phase's progress that receiving takes; the rest is the working copy. */
const RECEIVED_PROGRESS = 15;
const RESOLVED_PROGRESS = 18;

/**
 * Fetches the base branch with its whole history into the pristine copy, and makes the working copy from it.
 * The token travels in git's environment alone: it is in no argument and in no configuration file.
 */
export async function runClonePhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, events, paths, progress, secrets } = context;
  const { url, cloneUrl, branch: wanted } = spec.repository;
  const git = Git.create(paths.tmp);
  events.system(`Cloning ${url}${wanted ? ` (${wanted})` : ''}`);

  const remote = git.with(remoteEnvironment(cloneUrl, secrets.gitToken));
  await clonePristine(context, remote);
  const { commit } = spec.repository;
  if (commit) await goBackTo(git, context, commit);
  const { baseCommit, branch } = await readHead(git, context);
  await git.run(['remote', 'set-url', 'origin', url], { cwd: paths.pristine });
  progress.set(RESOLVED_PROGRESS);

  await createWorkingCopy(git, context, branch);
  writeCloneResult(paths, { baseCommit, branch });
  events.system(`Cloned ${branch} at ${baseCommit}`);
  progress.set(20);
  return { outcome: 'ok', baseCommit, branch };
}

async function clonePristine(context: PhaseContext, git: Git): Promise<void> {
  const { spec, events, paths, signal } = context;
  for (let attempt = 1; ; attempt++) {
    try {
      emptyDirectory(paths.pristine);
      await git.run(
        [
          'clone',
          '--progress',
          '--single-branch',
          '--no-tags',
          '--no-hardlinks',
          ...(spec.repository.branch
            ? ['--branch', spec.repository.branch]
            : []),
          '--',
          spec.repository.cloneUrl,
          paths.pristine,
        ],
        { cwd: paths.tmp, onStderr: chunk => followProgress(chunk, context) },
      );
      return;
    } catch (error) {
      const last = attempt === ATTEMPTS || signal.aborted;
      if (last || !isRetryable(error)) {
        throw explainCloneError(error, spec.repository);
      }
      const pause = BACKOFF_MS * 2 ** (attempt - 1) * (1 + Math.random() / 4);
      const words =
        error instanceof GitError ? gitWords(error) : messageOf(error);
      events.system(
        `Attempt ${attempt} of ${ATTEMPTS} failed: ${words}. Trying again in ${(
          pause / 1000
        ).toFixed(1)} s.`,
      );
      await sleep(pause);
    }
  }
}

/** The branch may have moved on since the change was made. */
async function goBackTo(
  git: Git,
  { paths }: PhaseContext,
  commit: string,
): Promise<void> {
  const reset = await git.try(['reset', '--quiet', '--hard', commit, '--'], {
    cwd: paths.pristine,
  });
  if (reset.exitCode === 0) return;
  throw new PhaseFailure(
    'infrastructure',
    `The commit ${commit} that the change was made for is no longer in the branch: retry the task.`,
  );
}

/** The commit that was cloned, and the name of its branch. */
async function readHead(
  git: Git,
  context: PhaseContext,
): Promise<{ baseCommit: string; branch: string }> {
  const { exitCode, stdout } = await git.try(
    ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD'],
    { cwd: context.paths.pristine },
  );
  if (exitCode !== 0) {
    throw new PhaseFailure(
      'accessDenied',
      `${context.spec.repository.url} has no commit yet: push a first one, then try again.`,
    );
  }
  const [baseCommit, ref = ''] = stdout.toString().trim().split('\n');
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) {
    const name = context.spec.repository.branch ?? ref;
    throw new Error(`'${name}' is no branch: name one that is.`);
  }
  return { baseCommit, branch };
}

async function createWorkingCopy(
  git: Git,
  { spec, paths }: PhaseContext,
  branch: string,
): Promise<void> {
  emptyDirectory(paths.work);
  await git.run(
    [
      'clone',
      '--quiet',
      '--no-hardlinks',
      '--config',
      'user.name=Background Task',
      '--config',
      'user.email=background-task@localhost',
      '--branch',
      branch,
      '--',
      paths.pristine,
      paths.work,
    ],
    { cwd: paths.tmp },
  );
  await git.run(['config', 'remote.origin.url', spec.repository.url], {
    cwd: paths.work,
  });
}

/** The header goes to the repository's own address only, and a redirect leads to nothing but HTTP. */
function remoteEnvironment(
  cloneUrl: string,
  token: string | undefined,
): NodeJS.ProcessEnv {
  const protocols = {
    GIT_ALLOW_PROTOCOL: cloneUrl.startsWith('file:') ? 'file' : 'http:https',
  };
  if (!token) return protocols;
  return {
    ...protocols,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${cloneUrl}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Bearer ${token}`,
  };
}

function followProgress(chunk: Buffer, { progress }: PhaseContext) {
  const words = chunk.toString();
  const received = lastPercent(words, /Receiving objects:\s+(\d+)%/g);
  if (received !== undefined) {
    progress.set((received / 100) * RECEIVED_PROGRESS);
  }
  const resolved = lastPercent(words, /Resolving deltas:\s+(\d+)%/g);
  if (resolved !== undefined) {
    const span = RESOLVED_PROGRESS - RECEIVED_PROGRESS;
    progress.set(RECEIVED_PROGRESS + (resolved / 100) * span);
  }
}

function lastPercent(text: string, regex: RegExp): number | undefined {
  const match = [...text.matchAll(regex)].at(-1);
  return match ? Number(match[1]) : undefined;
}

function emptyDirectory(dir: string) {
  if (!existsSync(dir)) mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) {
    rmSync(join(dir, name), { recursive: true, force: true });
  }
}
