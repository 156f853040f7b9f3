import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { backgroundTasksApiRef } from '../api';
import plugin from '../plugin';
import type { FakeBackgroundTasksApi } from './FakeBackgroundTasksApi';

/** Opens the portal with this plugin at a path. */
export function renderPages(
  path: string,
  api: FakeBackgroundTasksApi,
  entities: Entity[] = [],
) {
  return renderTestApp({
    features: [plugin],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [backgroundTasksApiRef, api],
      [catalogApiRef, catalogApiMock({ entities })],
    ],
  });
}
