import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  createApiFactory,
  createPlugin,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { BackgroundTasksClient } from '@background-tasks/plugin-background-tasks-common';
import { backgroundTasksApiRef } from '../api';
import { rootRouteRef } from '../routes';

/** Where the tab of an entity is mounted. */
export const entityContentRouteRef = createRouteRef({
  id: 'background-tasks:entity-content',
});

/** Where the pages are mounted. */
export const legacyRootRouteRef = convertLegacyRouteRef(rootRouteRef);

/** Background Tasks for portals on the legacy frontend system. @public */
export const backgroundTasksPlugin = createPlugin({
  id: 'background-tasks',
  apis: [
    createApiFactory({
      api: backgroundTasksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new BackgroundTasksClient({ discoveryApi, fetchApi }),
    }),
  ],
  routes: { root: legacyRootRouteRef, entityContent: entityContentRouteRef },
});
