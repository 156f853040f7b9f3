import { lazy, type ComponentType } from 'react';
import { newTaskRouteRef, taskRouteRef } from '../../routes';

/** A page of the plugin; it is loaded when it is first opened. */
export type PluginPage = {
  /** Below where the plugin is mounted. */
  path: string;
  Page: ComponentType;
  /** Pages that belong to what is shown, not to one entity, are left out of an entity's tab. */
  inEntity: boolean;
};

/** All pages, the list of tasks first. */
export const pages: readonly PluginPage[] = [
  {
    path: '/',
    Page: lazy(async () => ({
      default: (await import('../TaskListPage')).TaskListPage,
    })),
    inEntity: false,
  },
  {
    path: newTaskRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../NewTaskPage')).NewTaskPage,
    })),
    inEntity: true,
  },
  {
    path: taskRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../TaskPage')).TaskPage,
    })),
    inEntity: true,
  },
];
