import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';

/** The pull requests of background tasks on the repository of this one that were last seen open. */
export function openPullRequestsOf(
  task: Pick<BackgroundTask, 'openPullRequests' | 'prState' | 'prUrl'>,
): string[] {
  const own = task.prState === 'open' && task.prUrl ? [task.prUrl] : [];
  return [
    ...new Set([...own, ...task.openPullRequests.map(({ prUrl }) => prUrl)]),
  ];
}
