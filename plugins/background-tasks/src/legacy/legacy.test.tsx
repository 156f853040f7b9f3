import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { aTask, FakeBackgroundTasksApi } from '../__testUtils__';
import {
  backgroundTasksApiRef,
  BackgroundTasksPage,
  backgroundTasksPlugin,
  EntityBackgroundTasksCard,
  EntityBackgroundTasksContent,
} from '.';
import { legacyRootRouteRef } from './plugin';

const TAB = '/catalog/default/component/sample-service/background-tasks';

const entity = {
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

describe('the legacy frontend system', () => {
  function open(path: string, routes: ReactElement) {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'mine' })]);
    return renderInTestApp(
      <TestApiProvider
        apis={[
          [backgroundTasksApiRef, api],
          [catalogApiRef, catalogApiMock({ entities: [entity] })],
          [toastApiRef, { post: () => ({ close: () => undefined }) }],
        ]}
      >
        <Routes>{routes}</Routes>
      </TestApiProvider>,
      {
        routeEntries: [path],
        mountedRoutes: {
          '/background-tasks': legacyRootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
  }

  it('has the list of tasks, the page of one and the form', async () => {
    await open(
      '/background-tasks',
      <Route path="/background-tasks/*" element={<BackgroundTasksPage />} />,
    );
    await userEvent.click(await screen.findByRole('link', { name: 'mine' }));
    expect(
      await screen.findByRole('article', { name: 'Background task mine' }),
    ).toBeVisible();
  });

  it('has the tab of an entity, whose links stay within it', async () => {
    await open(
      TAB,
      <Route
        path={`${TAB}/*`}
        element={
          <EntityProvider entity={entity}>
            <EntityBackgroundTasksContent />
          </EntityProvider>
        }
      />,
    );
    expect(await screen.findByRole('link', { name: 'mine' })).toHaveAttribute(
      'href',
      `${TAB}/payments/mine`,
    );
  });

  it('has the card of an entity', async () => {
    await open(
      '/overview',
      <Route
        path="/overview"
        element={
          <EntityProvider entity={entity}>
            <EntityBackgroundTasksCard />
          </EntityProvider>
        }
      />,
    );
    expect(await screen.findByRole('link', { name: 'mine' })).toHaveAttribute(
      'href',
      '/background-tasks/payments/mine',
    );
  });

  it('has no API of its own but that of tasks: the portal has the others, and does not start with two', () => {
    expect(
      [...backgroundTasksPlugin.getApis()].map(({ api }) => api.id),
    ).toEqual([backgroundTasksApiRef.id]);
  });
});
