import type {
  BackgroundTaskRef,
  TaskTemplateRef,
} from '@background-tasks/plugin-background-tasks-common';

/** The keys of this plugin's server state. */
export const queryKeys = {
  lists: ['background-tasks', 'list'],
  list: (request: object) => ['background-tasks', 'list', request],
  counts: ['background-tasks', 'counts'],
  count: (request: object) => ['background-tasks', 'counts', request],
  repository: (url: string) => ['background-tasks', 'repository', url],
  entityCheck: (entityRef: string, annotations: Record<string, string>) => [
    'background-tasks',
    'entity-check',
    entityRef,
    annotations,
  ],
  projects: ['background-tasks', 'projects'],
  projectSettings: (project: string) => [
    'background-tasks',
    'project-settings',
    project,
  ],
  insights: (request: object) => ['background-tasks', 'insights', request],
  templates: ['background-tasks', 'templates'],
  templateList: (request: object) => [
    'background-tasks',
    'templates',
    'list',
    request,
  ],
  template: (ref: TaskTemplateRef) => [
    'background-tasks',
    'templates',
    'one',
    ref.project,
    ref.name,
  ],
  task: (ref: BackgroundTaskRef) => [
    'background-tasks',
    'task',
    ref.project,
    ref.name,
  ],
  objects: (ref: BackgroundTaskRef, active: boolean) => [
    'background-tasks',
    'objects',
    ref.project,
    ref.name,
    active,
  ],
  diff: (ref: BackgroundTaskRef, revision: string) => [
    'background-tasks',
    'diff',
    ref.project,
    ref.name,
    revision,
  ],
} as const;
