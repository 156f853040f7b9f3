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

  it('offers the agents that can run here, and says of the others why not', async () => {
    renderPages(FORM, new FakeBackgroundTasksApi(), entities);

    await userEvent.click(await screen.findByLabelText(/^Agent/));

    const broken = await screen.findByRole('option', {
      name: 'Broken – cannot run here: its key is missing',
    });
    expect(broken).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('option', { name: 'A model' }));
    await userEvent.click(screen.getByLabelText(/^Model/));
    expect(
      (await screen.findAllByRole('option')).map(option => option.textContent),
    ).toEqual(['large', 'small']);
    await userEvent.click(screen.getByRole('option', { name: 'small' }));
    expect(screen.getByLabelText(/^Model/)).toHaveValue('small');
  });

  it('takes the further options from its link, and opens them where the server refuses one', async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ project: 'platform', name: 'made-up-name' }),
    ]);
    const query = new URLSearchParams({
      project: 'platform',
      repository: 'https://github.com/example/sample-service',
      instructions: 'Add comments',
      provider: 'model',
      model: 'huge',
    });
    renderPages(`${FORM}?${query}`, api, entities);
    const create = () =>
      userEvent.click(screen.getByRole('button', { name: 'Create task' }));
    const more = await screen.findByRole('button', { name: 'More options' });
    expect(more).toHaveAttribute('aria-expanded', 'false');

    const unknownPrice = "Invalid 'budget': the price of 'huge' is unknown";
    api.failures.push(
      await refusal(400, {
        code: 'invalidField',
        field: 'budget',
        message: unknownPrice,
      }),
    );
    await create();
    const budget = await screen.findByLabelText(/^Budget \(USD\)/);
    expect(more).toHaveAttribute('aria-expanded', 'true');
    expect(budget).toHaveAccessibleDescription(unknownPrice);
    await waitFor(() => expect(budget).toHaveFocus());

    await userEvent.type(screen.getByLabelText(/^Budget \(tokens\)/), '1.5');
    await create();
    expect(
      screen.getByLabelText(/^Budget \(tokens\)/),
    ).toHaveAccessibleDescription('A whole number from 1 to 1,000,000,000.');
    await userEvent.clear(screen.getByLabelText(/^Budget \(tokens\)/));
    await userEvent.type(screen.getByLabelText(/^Budget \(tokens\)/), '50000');
    await choose(/^Repair rounds/, '1');
    await userEvent.type(
      screen.getByLabelText(/^Extra checks/),
      'make lint{enter}{enter}make test',
    );
    await choose(/^Pull request from/, 'A fork of it');
    await userEvent.click(screen.getByLabelText('Open it as a draft'));
    await create();

    await screen.findByRole('heading', { name: 'made-up-name' });
    expect(api.created.at(-1)?.request).toEqual({
      repository: { url: 'https://github.com/example/sample-service' },
      instructions: 'Add comments',
      provider: 'model',
      model: 'huge',
      budget: { tokens: 50_000 },
      validation: { commands: ['make lint', 'make test'], repairRounds: 1 },
      output: { type: 'fork', draft: true },
      timeoutSeconds: 3600,
    });
  });

  it('sends what a link has filled in as it stands there', async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ project: 'payments', name: 'linked' }),
    ]);
    const query = new URLSearchParams([
      ['project', 'payments'],
      ['entityRef', 'component:default/sample-service'],
      ['instructions', 'Add comments'],
      ['provider', 'model'],
      ['name', 'linked'],
      ['timeoutMinutes', '10'],
      ['budgetUsd', '2.5'],
      ['repairRounds', '0'],
      ['check', 'make lint'],
      ['check', 'make test'],
      ['draft', 'true'],
    ]);
    renderPages(`${FORM}?${query}`, api, entities);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Create task' }),
    );

    await screen.findByRole('heading', { name: 'linked' });
    expect(api.created).toEqual([
      {
        project: 'payments',
        request: {
          name: 'linked',
          entityRef: 'component:default/sample-service',
          instructions: 'Add comments',
          provider: 'model',
          budget: { usd: 2.5 },
          validation: { commands: ['make lint', 'make test'], repairRounds: 0 },
          output: { type: 'origin', draft: true },
          timeoutSeconds: 600,
        },
      },
    ]);
  });
});
