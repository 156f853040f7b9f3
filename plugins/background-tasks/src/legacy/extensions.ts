import {
  createComponentExtension,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { createSearchResultListItemExtension } from '@backstage/plugin-search-react';
import { BACKGROUND_TASK_DOCUMENT_TYPE } from '@background-tasks/plugin-background-tasks-common';
import {
  backgroundTasksPlugin,
  entityContentRouteRef,
  legacyRootRouteRef,
} from './plugin';

/** All pages: `<Route path="/background-tasks" element={<BackgroundTasksPage />} />`. @public */
export const BackgroundTasksPage = backgroundTasksPlugin.provide(
  createRoutableExtension({
    name: 'BackgroundTasksPage',
    mountPoint: legacyRootRouteRef,
    component: () => import('./components').then(m => m.LegacyPage),
  }),
);

/**
 * The tab of an entity: within `<EntityLayout.Route if={isBackgroundTasksAvailable} path="/background-tasks"
 * title="Background tasks">`.
 *
 * @public
 */
export const EntityBackgroundTasksContent = backgroundTasksPlugin.provide(
  createRoutableExtension({
    name: 'EntityBackgroundTasksContent',
    mountPoint: entityContentRouteRef,
    component: () => import('./components').then(m => m.LegacyEntityContent),
  }),
);

/** The card of an entity. @public */
export const EntityBackgroundTasksCard = backgroundTasksPlugin.provide(
  createComponentExtension({
    name: 'EntityBackgroundTasksCard',
    component: {
      lazy: () => import('./components').then(m => m.LegacyEntityCard),
    },
  }),
);

/** The home page's card. @public */
export const HomePageMyBackgroundTasks = backgroundTasksPlugin.provide(
  createCardExtension({
    name: 'HomePageMyBackgroundTasks',
    title: 'My background tasks',
    components: async () => ({
      Content: (await import('./components')).LegacyMyTasks,
    }),
  }),
);

/** A background task among the results of a search. @public */
export const BackgroundTaskSearchResultListItem = backgroundTasksPlugin.provide(
  createSearchResultListItemExtension({
    name: 'BackgroundTaskSearchResultListItem',
    component: () => import('../search').then(m => m.TaskSearchResult),
    predicate: result => result.type === BACKGROUND_TASK_DOCUMENT_TYPE,
  }),
);
