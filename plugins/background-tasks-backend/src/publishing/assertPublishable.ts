import type { BundleContent } from '@background-tasks/plugin-background-tasks-common';
import {
  PublishError,
  type PublishRequest,
} from '@background-tasks/plugin-background-tasks-node';
import { cut, singleLine } from './plainText';

// Code points that HFS+ drops from file names, so that `.g\u200cit` would be checked out as `.git` there.
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Refuses what must never reach a code host. The bundle comes out of a workspace where hostile code ran, so its paths
 * are looked at before anything is written.
 *
 * @throws PublishError
 */
export function assertPublishable(request: PublishRequest): void {
  assertValidated(request);
  assertSafePaths(request.bundle);
}

/** A pull request exists only where validation passed: a second lock on that door. */
function assertValidated(request: PublishRequest): void {
  const failed = request.checks.find(check => check.status === 'failed');
  if (failed) {
    throw new PublishError(
      'infrastructure',
      `The change was not published, because the check '${failed.command}' did not pass`,
    );
  }
  if (request.checks.length === 0 && !request.unchecked) {
    throw new PublishError(
      'infrastructure',
      'The change was not published, because no check was run on it',
    );
  }
}

function assertSafePaths(bundle: BundleContent): void {
  if (bundle.entries.length === 0 || bundle.tree === bundle.baseTree) {
    throw new PublishError('infrastructure', 'The change to publish is empty');
  }
  const seen = new Set<string>();
  for (const { path } of bundle.entries) {
    const reason = seen.has(path)
      ? 'the change names it twice'
      : unsafePathReason(path);
    if (reason) {
      throw new PublishError(
        'infrastructure',
        `The change was not published, because of its path '${cut(
          singleLine(path),
          200,
        )}': ${reason}`,
      );
    }
    seen.add(path);
  }
}

function unsafePathReason(path: string): string | undefined {
  if (path.startsWith('/')) {
    return 'it is absolute';
  }
  if (path.includes('\0') || /\p{Cs}/u.test(path)) {
    return 'it holds characters that no path can hold';
  }
  for (const component of path.split('/')) {
    if (component === '') {
      return 'a component is empty';
    }
    if (component === '.' || component === '..') {
      return `a component is '${component}'`;
    }
    if (isGitDirectory(component)) {
      return "a component is '.git', or is taken for it on some systems";
    }
  }
  return undefined;
}

function isGitDirectory(component: string): boolean {
  // Windows splits at backslashes, and drops dots and spaces at the end and what follows a colon; `git~1` is its short
  // name of `.git`.
  return component
    .replace(IGNORED_BY_HFS, '')
    .split('\\')
    .map(part =>
      part
        .replace(/:.*$/s, '')
        .replace(/[. ]+$/, '')
        .toLowerCase(),
    )
    .some(name => name === '.git' || name === 'git~1');
}
