import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { aTask, FakeBackgroundTasksApi } from '../../__testUtils__';
import { backgroundTasksApiRef } from '../../api';
import plugin from '../../plugin';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'sample-service',
    namespace: 'default',
    annotations: {
      'backstage.io/source-location':
        'url:https://github.com/example/sample-service/',
    },
  },
};

function renderEntityPage(shown: Entity, api: FakeBackgroundTasksApi) {
  return renderTestApp({
    features: [plugin],
    extensions: [createTestEntityPage({ entity: shown })],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [[backgroundTasksApiRef, api]],
  });
}

describe('EntityTasks', () => {
  it("lists the component's own tasks, and leads to the form for it", async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ name: 'mine' }),
      aTask({ name: 'other', entityRef: 'component:default/other' }),
    ]);
    renderEntityPage(entity, api);

    expect(await screen.findByRole('link', { name: 'mine' })).toBeVisible();
    expect(screen.queryByText('other')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'New task' })).toHaveAttribute(
      'href',
      '/background-tasks/new?entityRef=component%3Adefault%2Fsample-service',
    );
  });
});
