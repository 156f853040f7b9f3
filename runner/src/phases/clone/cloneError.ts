import { GitError } from '../../git';
import { isDiskFull } from '../../process';
import { PhaseFailure } from '../PhaseFailure';

const NOT_FOUND =
  /repository '.*' not found|does not appear to be a git repository|repository '.*' does not exist|returned error: 404|Repository not found/i;
const REFUSED =
  /Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|access denied|HTTP Basic: Access denied|terminal prompts disabled/i;
const NO_BRANCH = /Remote branch (.+) not found|Couldn't find remote ref/i;
/** Lines of git's progress, which are no words about the error. */
const PROGRESS =
  /^(?:remote: )?(?:Enumerating|Counting|Compressing|Receiving|Resolving|Updating) |^Cloning into /;

/** Whether another attempt may help: everything but a clear refusal or a full disk. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof GitError) || isDiskFull(error)) return false;
  const { message } = error;
  return ![NOT_FOUND, REFUSED, NO_BRANCH].some(regex => regex.test(message));
}

/** What a failed clone means for the task, with what to check. */
export function explainCloneError(
  error: unknown,
  { url, branch }: { url: string; branch: string | null },
): unknown {
  if (!(error instanceof GitError)) return error;
  const words = gitWords(error);
  if (isDiskFull(error)) {
    return new PhaseFailure(
      'infrastructure',
      `The disk is full where the task runs: ${words}`,
    );
  }
  if (NO_BRANCH.test(error.message)) {
    return new PhaseFailure(
      'accessDenied',
      `Branch '${branch}' not found in ${url}: check the branch.`,
    );
  }
  if (NOT_FOUND.test(error.message)) {
    return new PhaseFailure(
      'accessDenied',
      `${url} was not found. Check that the URL is right, and that the integration's token can see the repository. git says: ${words}`,
    );
  }
  if (REFUSED.test(error.message)) {
    return new PhaseFailure(
      'accessDenied',
      `Access to ${url} was refused. Check that the integration's token is valid and can see the repository. git says: ${words}`,
    );
  }
  return new PhaseFailure('infrastructure', `Cloning ${url} failed: ${words}`);
}

/** git's own words, without its progress. */
export function gitWords(error: GitError): string {
  const lines = error.message
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '' && !PROGRESS.test(line));
  return lines.join(' ') || `git ended with exit code ${error.result.exitCode}`;
}
