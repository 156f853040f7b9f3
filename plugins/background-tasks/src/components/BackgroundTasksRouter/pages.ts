import { lazy, type ComponentType } from 'react';
import {
  editTemplateRouteRef,
  insightsRouteRef,
  newTaskRouteRef,
  newTemplateRouteRef,
  settingsRouteRef,
  taskRouteRef,
  templateRouteRef,
  templatesRouteRef,
} from '../../routes';

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
  {
    path: templatesRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../TemplatesPage')).TemplatesPage,
    })),
    inEntity: true,
  },
  {
    path: newTemplateRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../TemplateForm')).NewTemplatePage,
    })),
    inEntity: true,
  },
  {
    path: templateRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../TemplatePage')).TemplatePage,
    })),
    inEntity: true,
  },
  {
    path: editTemplateRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../TemplateForm')).EditTemplatePage,
    })),
    inEntity: true,
  },
  {
    path: insightsRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../InsightsPage')).InsightsPage,
    })),
    inEntity: false,
  },
  {
    path: settingsRouteRef.path,
    Page: lazy(async () => ({
      default: (await import('../SettingsPage')).SettingsPage,
    })),
    inEntity: false,
  },
];
