import type { BackgroundTasksProject } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../useWords';
import { useBackgroundTasksProjects } from './useBackgroundTasksProjects';

/** Why the user may not create tasks in a project, or in any. Until it is known otherwise the form itself tells. */
export function useMayNotCreate(project?: string): string | undefined {
  const t = useWords();
  const { data } = useBackgroundTasksProjects();
  return mayNotCreate(data?.items ?? [], t, project);
}

/** The same of projects that are known. */
export function mayNotCreate(
  projects: readonly BackgroundTasksProject[],
  t: Words,
  project?: string,
): string | undefined {
  if (project !== undefined) {
    const one = projects.find(({ name }) => name === project);
    return one && !one.may.create
      ? t('templates.one.mayNotUse', { project })
      : undefined;
  }
  return projects.length > 0 && projects.every(({ may }) => !may.create)
    ? t('taskList.mayNotCreate')
    : undefined;
}
