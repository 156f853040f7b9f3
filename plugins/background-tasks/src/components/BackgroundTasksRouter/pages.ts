import { Progress } from '@backstage/frontend-plugin-api';
import type { ComponentType } from 'react';
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
import { lazyAgain } from '../common';

/** A page of the plugin; it is loaded when it is first opened. */
export type PluginPage = {
  /** Below where the plugin is mounted. */
  path: string;
  Page: ComponentType;
  /** Pages that belong to what is shown, not to one entity, are left out of an entity's tab. */
  inEntity: boolean;
};

const page = (load: () => Promise<ComponentType>) => lazyAgain(load, Progress);

/** All pages, the list of tasks first. */
export const pages: readonly PluginPage[] = [
  {
    path: '/',
    Page: page(async () => (await import('../TaskListPage')).TaskListPage),
    inEntity: false,
  },
  {
    path: newTaskRouteRef.path,
    Page: page(async () => (await import('../NewTaskPage')).NewTaskPage),
    inEntity: true,
  },
  {
    path: taskRouteRef.path,
    Page: page(async () => (await import('../TaskPage')).TaskPage),
    inEntity: true,
  },
  {
    path: templatesRouteRef.path,
    Page: page(async () => (await import('../TemplatesPage')).TemplatesPage),
    inEntity: true,
  },
  {
    path: newTemplateRouteRef.path,
    Page: page(async () => (await import('../TemplateForm')).NewTemplatePage),
    inEntity: true,
  },
  {
    path: templateRouteRef.path,
    Page: page(async () => (await import('../TemplatePage')).TemplatePage),
    inEntity: true,
  },
  {
    path: editTemplateRouteRef.path,
    Page: page(async () => (await import('../TemplateForm')).EditTemplatePage),
    inEntity: true,
  },
  {
    path: insightsRouteRef.path,
    Page: page(async () => (await import('../InsightsPage')).InsightsPage),
    inEntity: false,
  },
  {
    path: settingsRouteRef.path,
    Page: page(async () => (await import('../SettingsPage')).SettingsPage),
    inEntity: false,
  },
];
