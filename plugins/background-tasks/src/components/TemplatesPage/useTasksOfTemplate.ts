import type { TaskTemplateRef } from '@background-tasks/plugin-background-tasks-common';
import { usePaths } from '../../paths';

/** Where the list of the tasks is that were made from a template. */
export function useTasksOfTemplate(): (template: TaskTemplateRef) => string {
  const paths = usePaths();
  return ({ project, name }) =>
    `${paths.tasks()}?${new URLSearchParams({ project, template: name })}`;
}
