import type { Entity } from '@backstage/catalog-model';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  FakeBackgroundTasksApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const FORM = '/background-tasks/new';

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service' },
  };
}

const entities = [
  component('sample-service', {
    'backstage.io/source-location':
      'url:https://github.com/example/sample-service/',
  }),
  component('without-source', {
    'backstage.io/managed-by-location': 'file:/catalog.yaml',
  }),
];

async function choose(label: RegExp, option: string) {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('NewTaskPage', () => {
  it('says at each field what is missing, and sends nothing', async () => {
    const api = new FakeBackgroundTasksApi();
    renderPages(FORM, api, entities);

    await userEvent.type(await screen.findByLabelText(/^Name/), 'No Spaces');
    await userEvent.click(screen.getByRole('button', { name: 'Create task' }));

    for (const text of [
      'Choose a project.',
      'Choose a component, or give a repository by its URL.',
      'Say what is to be done.',
      'Give the commands that make the change.',
      /Use a to z, 0 to 9 and hyphens/,
    ]) {
      expect(screen.getByText(text)).toBeVisible();
    }
    const project = screen.getByRole('button', { name: /^Project/ });
    expect(project).toHaveFocus();
    expect(project).toHaveAccessibleDescription('Choose a project.');
    expect(api.created).toEqual([]);
  });

  it('creates a task for a component that has a repository, and shows its page', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'made-up-name' })]);
    renderPages(FORM, api, entities);

    await choose(/^Project/, 'Payments');
    await userEvent.click(screen.getByLabelText(/^Component/));
    await userEvent.click(
      await screen.findByRole('option', { name: /sample-service/ }),
    );
    expect(screen.queryByText('without-source')).not.toBeInTheDocument();
    await userEvent.type(
      screen.getByLabelText(/^Instructions/),
      'Upgrade lodash',
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Script/ }),
      'npm update',
    );
    await userEvent.clear(screen.getByLabelText(/^Time limit/));
    await userEvent.type(screen.getByLabelText(/^Time limit/), '5');
    await userEvent.click(screen.getByRole('button', { name: 'Create task' }));

    expect(
      await screen.findByRole('heading', { name: 'made-up-name' }),
    ).toBeVisible();
    expect(api.created).toEqual([
      {
        project: 'payments',
        request: {
          entityRef: 'component:default/sample-service',
          instructions: 'Upgrade lodash',
          provider: 'script',
          run: 'npm update',
          timeoutSeconds: 300,
        },
      },
    ]);
  });

  it('takes from its link what is to be filled in, and shows a refusal where it belongs', async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ project: 'platform', name: 'free' }),
    ]);
    const query = new URLSearchParams({
      project: 'platform',
      repository: 'https://github.com/example/sample-service',
      instructions: 'Add comments',
      provider: 'model',
    });
    renderPages(`${FORM}?${query}`, api, entities);
    await userEvent.type(await screen.findByLabelText(/^Name/), 'taken');
    await userEvent.type(screen.getByLabelText(/^Base branch/), 'develop');
    expect(
      screen.queryByRole('textbox', { name: /^Script/ }),
    ).not.toBeInTheDocument();
    const create = () =>
      userEvent.click(screen.getByRole('button', { name: 'Create task' }));

    api.failures.push(
      await refusal(409, { code: 'nameTaken', message: 'taken is taken' }),
    );
    await create();
    await waitFor(() =>
      expect(screen.getByLabelText(/^Name/)).toHaveAccessibleDescription(
        'taken is taken',
      ),
    );

    const limit =
      'Concurrent task limit reached: You already have 1 running background task. Wait for it to complete or cancel it.';
    api.failures.push(
      await refusal(409, { code: 'concurrentTaskLimit', message: limit }),
    );
    await userEvent.clear(screen.getByLabelText(/^Name/));
    await userEvent.type(screen.getByLabelText(/^Name/), 'free');
    await create();
    expect(await screen.findByRole('alert')).toHaveTextContent(limit);

    await create();
    await screen.findByRole('heading', { name: 'free' });
    expect(api.created).toEqual([
      {
        project: 'platform',
        request: {
          name: 'free',
          repository: {
            url: 'https://github.com/example/sample-service',
            branch: 'develop',
          },
          instructions: 'Add comments',
          provider: 'model',
          timeoutSeconds: 3600,
        },
      },
    ]);
  });
});
