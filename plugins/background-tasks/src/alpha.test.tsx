import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aTask, FakeBackgroundTasksApi } from './__testUtils__';
import { backgroundTasksApiRef } from './api';
import { MyTasksCard } from './components/MyTasksCard';
import { ProjectPickerField } from './formFields/projectField';
import { ProviderPickerField } from './formFields/providerField';
import { RepositoryPickerField } from './formFields/repositoryField';
import { rootRouteRef } from './routes';
import { TaskSearchResult } from './search';

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'sample-service',
    annotations: {
      'backstage.io/source-location': 'url:https://github.com/example/sample',
    },
  },
};

function show(element: JSX.Element, api = new FakeBackgroundTasksApi()) {
  return renderInTestApp(element, {
    mountedRoutes: { '/background-tasks': rootRouteRef },
    apis: [
      [backgroundTasksApiRef, api],
      [catalogApiRef, catalogApiMock({ entities: [component] })],
    ],
  });
}

describe('form fields of the scaffolder', () => {
  const form = { schema: {}, idSchema: { $id: 'field' } };

  it('give a project in which the user may create tasks', async () => {
    const chosen: unknown[] = [];
    show(
      <ProjectPickerField
        {...form}
        uiSchema={{}}
        formData={undefined}
        onChange={value => chosen.push(value)}
      />,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /Project/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'Payments' }));
    expect(chosen).toEqual(['payments']);
  });

  it('give several components with a repository', async () => {
    const chosen: unknown[] = [];
    show(
      <RepositoryPickerField
        {...form}
        uiSchema={{ 'ui:options': { multiple: true } }}
        required
        // As the form begins a list of which one is required.
        formData={['', 'component:default/other']}
        onChange={value => chosen.push(value)}
      />,
    );
    const input = await screen.findByRole('textbox', { name: /Components/ });
    expect(input).not.toBeRequired();
    await userEvent.click(input);
    await userEvent.click(
      await screen.findByRole('option', { name: /sample-service/ }),
    );
    expect(chosen).toEqual([
      ['component:default/other', 'component:default/sample-service'],
    ]);
  });

  it('give an agent and its model, and offer no agent that cannot run', async () => {
    const chosen: unknown[] = [];
    show(
      <ProviderPickerField
        {...form}
        uiSchema={{}}
        formData={undefined}
        onChange={value => chosen.push(value)}
      />,
    );
    await userEvent.click(await screen.findByRole('button', { name: /Agent/ }));
    expect(screen.getByRole('option', { name: /Broken/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.click(screen.getByRole('option', { name: 'A model' }));
    expect(chosen).toEqual([{ provider: 'model' }]);
  });
});

describe('the home page', () => {
  it('shows the last tasks of the user, and asks for no others', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'mine' })]);
    show(<MyTasksCard />, api);
    expect(await screen.findByRole('link', { name: 'mine' })).toHaveAttribute(
      'href',
      '/background-tasks/payments/mine',
    );
    expect(api.lists).toEqual([{ scope: 'mine', limit: 5 }]);
  });
});

describe('the search', () => {
  it('shows a task as a link to its page', async () => {
    show(
      <TaskSearchResult
        result={{
          title: 'upgrade-lodash',
          text: 'Upgrade lodash to version 4.17.21.',
          location: '/background-tasks/payments/upgrade-lodash',
        }}
      />,
    );
    expect(
      await screen.findByRole('link', { name: 'upgrade-lodash' }),
    ).toHaveAttribute('href', '/background-tasks/payments/upgrade-lodash');
  });
});
