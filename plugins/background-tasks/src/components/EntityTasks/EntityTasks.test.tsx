import type { Entity } from '@backstage/catalog-model';
import { PageBlueprint } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import {
  EntityContextMenuItemBlueprint,
  EntityIconLinkBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aTask, FakeBackgroundTasksApi, refusal } from '../../__testUtils__';
import { backgroundTasksApiRef } from '../../api';
import plugin from '../../plugin';
import { rootRouteRef } from '../../routes';

const SOURCE = 'backstage.io/source-location';

function anEntity(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'sample-service',
      namespace: 'default',
      annotations: {
        [SOURCE]: 'url:https://github.com/example/sample-service/',
        ...annotations,
      },
    },
  };
}

// What is loaded lazily is compiled first: that takes longer than anybody waits for a page.
beforeAll(() => Promise.all([import('.'), import('../BackgroundTasksRouter')]));

const TAB = '/catalog/default/component/sample-service/background-tasks';

/** Opens a portal in which the tab is where the catalog has it. */
function openTab(api: FakeBackgroundTasksApi, entity: Entity) {
  const tab = PageBlueprint.make({
    name: 'test-entity',
    params: {
      path: TAB,
      title: 'sample-service',
      loader: async () => (
        <EntityProvider entity={entity}>
          {createExtensionTester(
            plugin.getExtension('entity-content:background-tasks'),
          ).reactElement()}
        </EntityProvider>
      ),
    },
  });
  return renderTestApp({
    features: [plugin],
    extensions: [tab],
    initialRouteEntries: [TAB],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [backgroundTasksApiRef, api],
      [catalogApiRef, catalogApiMock({ entities: [entity] })],
    ],
  });
}

function openCard(api: FakeBackgroundTasksApi) {
  return renderInTestApp(
    <EntityProvider entity={anEntity()}>
      {createExtensionTester(
        plugin.getExtension('entity-card:background-tasks'),
      ).reactElement()}
    </EntityProvider>,
    {
      mountedRoutes: { '/background-tasks': rootRouteRef },
      apis: [[backgroundTasksApiRef, api]],
    },
  );
}

async function forbidTasks(api: FakeBackgroundTasksApi) {
  const { items, providers } = await api.listProjects();
  jest.spyOn(api, 'listProjects').mockResolvedValue({
    items: items.map(item => ({
      ...item,
      may: { ...item.may, create: false },
    })),
    providers,
  });
}

describe('the tab of an entity', () => {
  it("lists the component's own tasks, and leads to the form for it", async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ name: 'mine' }),
      aTask({ name: 'other', entityRef: 'component:default/other' }),
    ]);
    openTab(api, anEntity());

    expect(await screen.findByRole('link', { name: 'mine' })).toBeVisible();
    expect(screen.queryByText('other')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'New task' })).toHaveAttribute(
      'href',
      `${TAB}/new?entityRef=component%3Adefault%2Fsample-service`,
    );
  });

  it('stays within the entity on the page of a task and on the form, and leads back', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'mine' })]);
    openTab(api, anEntity());

    await userEvent.click(await screen.findByRole('link', { name: 'mine' }));
    expect(
      await screen.findByRole('article', { name: 'Background task mine' }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('link', { name: /Background tasks of this component/ }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'New task' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'New task' }),
    ).toBeVisible();
    expect(await screen.findByDisplayValue(/sample-service/)).toBeVisible();
  });

  it('says what is wrong with the annotations', async () => {
    const entity = anEntity({
      'background-tasks/project': 'paymints',
      'background-tasks/image': 'not an image',
      'background-tasks/provider': 'script',
    });
    openTab(new FakeBackgroundTasksApi(), entity);

    expect(
      await screen.findByText(
        /'paymints' is no project that you can use: it should be one of payments, platform/,
      ),
    ).toBeVisible();
    expect(screen.getByText(/'not an image' is no image/)).toBeVisible();
    expect(screen.queryByText(/background-tasks\/provider/)).toBeNull();
  });

  it('says in the words of the backend what is wrong with checks that it cannot read', async () => {
    const api = new FakeBackgroundTasksApi();
    const annotation = 'background-tasks/validation';
    api.problems = [{ annotation, message: 'it is no YAML: Missing , or ]' }];
    openTab(api, anEntity({ [annotation]: '- [unclosed' }));

    expect(await screen.findByText(annotation)).toBeVisible();
    expect(screen.getByText(/it is no YAML: Missing , or \]/)).toBeVisible();
    expect(api.checkedEntities).toEqual(['component:default/sample-service']);
  });

  it('does not ask the backend about checks that there are none of', async () => {
    const api = new FakeBackgroundTasksApi();
    openTab(api, anEntity({ 'background-tasks/validation': '# none' }));

    expect(await screen.findByText(/it names no check/)).toBeVisible();
    expect(api.checkedEntities).toEqual([]);
  });

  it('is not there where the catalog knows no repository', async () => {
    const entity = anEntity();
    entity.metadata.annotations = {};
    renderTestApp({
      features: [plugin],
      extensions: [createTestEntityPage({ entity })],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [[backgroundTasksApiRef, new FakeBackgroundTasksApi()]],
    });
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });
});

describe('the card of an entity', () => {
  it('shows the last task and the open pull requests', async () => {
    openCard(
      new FakeBackgroundTasksApi([
        aTask({
          name: 'mine',
          status: 'Completed',
          prUrl: 'https://github.com/example/sample-service/pull/7',
          prState: 'open',
          openPullRequests: [
            {
              project: 'payments',
              name: 'older',
              prUrl: 'https://github.com/example/sample-service/pull/3',
            },
          ],
        }),
      ]),
    );
    expect(await screen.findByRole('link', { name: 'mine' })).toHaveAttribute(
      'href',
      '/background-tasks/payments/mine',
    );
    expect(screen.getByText('Completed')).toBeVisible();
    expect(screen.getByRole('link', { name: /#7/ })).toBeVisible();
    expect(screen.getByRole('link', { name: /#3/ })).toBeVisible();
    expect(screen.getByRole('button', { name: 'New task' })).toHaveAttribute(
      'href',
      '/background-tasks/new?entityRef=component%3Adefault%2Fsample-service',
    );
  });

  it('says why there is nothing to show', async () => {
    const api = new FakeBackgroundTasksApi();
    openCard(api);
    expect(
      await screen.findByText('No background tasks for this component yet'),
    ).toBeVisible();
  });

  it('says by keyboard too why no task may be created', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'mine' })]);
    await forbidTasks(api);
    openCard(api);
    await screen.findByRole('link', { name: 'mine' });

    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'New task' }),
      ).toHaveAccessibleDescription(/You may not create tasks/),
    );
    const button = screen.getByRole('button', { name: 'New task' });
    expect(button).not.toHaveAttribute('href');
    await userEvent.tab();
    await userEvent.tab();
    expect(button).toHaveFocus();
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      /You may not create tasks/,
    );
  });

  it('says why the last task cannot be loaded, and shows it when asked again', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'mine' })]);
    jest
      .spyOn(api, 'getTask')
      .mockRejectedValueOnce(await refusal(403, { message: 'Not for you' }));
    openCard(api);

    expect(await screen.findByRole('alert')).toHaveTextContent('Not for you');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'mine' })).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('the ways to a new task from an entity', () => {
  function Way(props: { useProps: () => object }) {
    return (
      <pre>
        {JSON.stringify(props.useProps(), [
          'disabled',
          'title',
          'label',
          'href',
        ])}
      </pre>
    );
  }

  it('are an icon link and an entry of the menu, both prefilled', async () => {
    const link = createExtensionTester(
      plugin.getExtension('entity-icon-link:background-tasks'),
    ).get(EntityIconLinkBlueprint.dataRefs.useProps);
    const item = createExtensionTester(
      plugin.getExtension('entity-context-menu-item:background-tasks'),
    ).get(EntityContextMenuItemBlueprint.dataRefs.data);
    renderInTestApp(
      <EntityProvider
        entity={anEntity({ 'background-tasks/project': 'platform' })}
      >
        <Way useProps={link} />
        <Way useProps={item.useProps} />
      </EntityProvider>,
      {
        mountedRoutes: { '/background-tasks': rootRouteRef },
        apis: [[backgroundTasksApiRef, new FakeBackgroundTasksApi()]],
      },
    );
    const href =
      '/background-tasks/new?entityRef=component%3Adefault%2Fsample-service&project=platform';
    expect(
      await screen.findByText(
        JSON.stringify({ disabled: false, label: 'New background task', href }),
      ),
    ).toBeVisible();
    expect(
      screen.getByText(JSON.stringify({ title: 'New background task', href })),
    ).toBeVisible();
  });

  it('say why they lead nowhere for who may not create tasks', async () => {
    const api = new FakeBackgroundTasksApi();
    await forbidTasks(api);
    const link = createExtensionTester(
      plugin.getExtension('entity-icon-link:background-tasks'),
    ).get(EntityIconLinkBlueprint.dataRefs.useProps);
    const item = createExtensionTester(
      plugin.getExtension('entity-context-menu-item:background-tasks'),
    ).get(EntityContextMenuItemBlueprint.dataRefs.data);
    renderInTestApp(
      <EntityProvider entity={anEntity()}>
        <Way useProps={link} />
        <Way useProps={item.useProps} />
      </EntityProvider>,
      {
        mountedRoutes: { '/background-tasks': rootRouteRef },
        apis: [[backgroundTasksApiRef, api]],
      },
    );
    const ways = await screen.findAllByText(
      /"disabled":true.*You may not create tasks/,
    );
    expect(ways).toHaveLength(2);
    expect(api.listProjects).toHaveBeenCalledTimes(1);
  });
});
