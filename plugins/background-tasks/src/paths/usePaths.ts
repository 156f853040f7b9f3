import { useRouteRef } from '@backstage/frontend-plugin-api';
import type {
  BackgroundTaskRef,
  TaskTemplateRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useContext, useMemo } from 'react';
import { generatePath } from 'react-router-dom';
import {
  editTemplateRouteRef,
  insightsRouteRef,
  newTaskRouteRef,
  newTemplateRouteRef,
  rootRouteRef,
  settingsRouteRef,
  taskRouteRef,
  templateRouteRef,
  templatesRouteRef,
} from '../routes';
import { PathsContext } from './PathsContext';

type Prefilled = Record<string, string>;

/** Where each page is, for links. */
export type Paths = {
  tasks(): string;
  /** With what the form begins, as its query takes it. */
  newTask(prefilled?: Prefilled): string;
  task(ref: BackgroundTaskRef): string;
  templates(): string;
  newTemplate(prefilled?: Prefilled): string;
  template(ref: TaskTemplateRef): string;
  editTemplate(ref: TaskTemplateRef): string;
  insights(): string;
  settings(): string;
};

/**
 * Where each page is, seen from here: on an entity's page links stay within its tab. Use this instead of
 * `useRouteRef`, which always leads to the plugin's own page.
 */
export function usePaths(): Paths {
  const scope = useContext(PathsContext);
  const root = useRouteRef(rootRouteRef);
  const base = scope?.base ?? root?.().replace(/\/+$/, '') ?? '';
  return useMemo(() => createPaths(base, scope?.newTask), [base, scope]);
}

function createPaths(base: string, defaults: Prefilled = {}): Paths {
  const at = (path: string) => `${base}${path}`;
  return {
    tasks: () => base || '/',
    newTask: prefilled =>
      withQuery(at(newTaskRouteRef.path), { ...defaults, ...prefilled }),
    task: ref => at(generatePath(taskRouteRef.path, named(ref))),
    templates: () => at(templatesRouteRef.path),
    newTemplate: prefilled =>
      withQuery(at(newTemplateRouteRef.path), prefilled),
    template: ref => at(generatePath(templateRouteRef.path, named(ref))),
    editTemplate: ref =>
      at(generatePath(editTemplateRouteRef.path, named(ref))),
    insights: () => at(insightsRouteRef.path),
    settings: () => at(settingsRouteRef.path),
  };
}

// Tasks and templates carry far more than what their address is made of.
function named({ project, name }: { project: string; name: string }) {
  return { project, name };
}

function withQuery(path: string, query: Prefilled = {}): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${path}?${text}` : path;
}
