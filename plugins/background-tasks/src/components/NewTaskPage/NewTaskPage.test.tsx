import type { Entity } from '@backstage/catalog-model';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TaskTemplate } from '@background-tasks/plugin-background-tasks-common';
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

async function openMore() {
  const more = await screen.findByRole('button', { name: 'More options' });
  if (more.getAttribute('aria-expanded') === 'false') {
    await userEvent.click(more);
  }
}

const template: TaskTemplate = {
  uid: 'uid-upgrade',
  project: 'payments',
  name: 'upgrade',
  displayName: 'Upgrade a dependency',
  description: 'Brings one package to a version.',
  instructionsTemplate: 'Upgrade {{packageName}} to {{version}}.',
  parameters: [
    {
      name: 'packageName',
      type: 'string',
      required: true,
      validationRegex: '^[a-z-]+$',
    },
    { name: 'version', type: 'number', defaultValue: 4 },
  ],
  validationRules: [],
  provider: 'model',
  model: 'small',
  runTemplate: null,
  image: null,
  createdBy: 'user:default/ana',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  usageCount: 0,
  lastUsed: null,
  statistics: {
    tasks: 0,
    active: 0,
    completed: 0,
    failed: 0,
    stopped: 0,
    successRate: null,
  },
};

/** A backend with a template. */
class TemplatesApi extends FakeBackgroundTasksApi {
  async listTemplates() {
    return { items: [template], nextCursor: null };
  }
}

/** As somebody does who has the text already: a form of this size takes long to follow each key here. */
async function fill(field: HTMLElement, text: string) {
  await userEvent.click(field);
  await userEvent.paste(text);
}

async function choose(label: RegExp, option: string) {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('NewTaskPage', () => {
  beforeEach(() => localStorage.clear());

  it('says at each field what is missing, and sends nothing', async () => {
    const api = new FakeBackgroundTasksApi();
    renderPages(FORM, api, entities);

    await openMore();
    await fill(screen.getByLabelText(/^Name/), 'No Spaces');
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
    expect(screen.getByLabelText(/^Component/)).toHaveFocus();
    expect(
      screen.getByRole('button', { name: /^Project/ }),
    ).toHaveAccessibleDescription('Choose a project.');
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
    await fill(screen.getByLabelText(/^Instructions/), 'Upgrade lodash');
    await fill(screen.getByRole('textbox', { name: /^Script/ }), 'npm update');
    await openMore();
    await userEvent.clear(screen.getByLabelText(/^Time limit/));
    await fill(screen.getByLabelText(/^Time limit/), '5');
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
          trigger: { kind: 'user' },
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
    await openMore();
    await fill(screen.getByLabelText(/^Name/), 'taken');
    await fill(screen.getByLabelText(/^Base branch/), 'develop');
    expect(
      screen.queryByRole('textbox', { name: /^Script/ }),
    ).not.toBeInTheDocument();
    const create = () =>
      userEvent.click(screen.getByRole('button', { name: 'Create task' }));

    api.refusals.push(
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
    api.refusals.push(
      await refusal(409, { code: 'concurrentTaskLimit', message: limit }),
    );
    await userEvent.clear(screen.getByLabelText(/^Name/));
    await fill(screen.getByLabelText(/^Name/), 'free');
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
          trigger: { kind: 'user' },
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
    ).toEqual(['large$3 in, $15 out per million tokens', 'smallprice unknown']);
    await userEvent.click(screen.getByRole('option', { name: /^small/ }));
    expect(screen.getByLabelText(/^Model/)).toHaveValue('small');
    expect(
      screen.getByLabelText(/^Budget \(USD\)/),
    ).toHaveAccessibleDescription(/price of this model is unknown/);
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
    api.refusals.push(
      await refusal(400, {
        code: 'invalidField',
        field: 'budget',
        message: unknownPrice,
      }),
    );
    await create();
    const budget = await screen.findByLabelText(/^Budget \(USD\)/);
    await waitFor(() =>
      expect(budget).toHaveAccessibleDescription(unknownPrice),
    );
    await waitFor(() => expect(budget).toHaveFocus());
    api.refusals.push(
      await refusal(400, {
        code: 'invalidField',
        field: 'validation.repairRounds',
        message: 'too many rounds',
      }),
    );
    await create();
    expect(await screen.findByText('too many rounds')).toBeVisible();
    expect(more).toHaveAttribute('aria-expanded', 'true');

    await fill(screen.getByLabelText(/^Budget \(tokens\)/), '1.5');
    await create();
    expect(
      screen.getByLabelText(/^Budget \(tokens\)/),
    ).toHaveAccessibleDescription('A whole number from 1 to 1,000,000,000.');
    await userEvent.clear(screen.getByLabelText(/^Budget \(tokens\)/));
    await fill(screen.getByLabelText(/^Budget \(tokens\)/), '50000');
    await choose(/^Repair rounds/, '1');
    await fill(
      screen.getByLabelText(/^Extra checks/),
      'make lint\n\nmake test',
    );
    await choose(/^Pull request from/, 'A fork of it');
    await userEvent.click(screen.getByLabelText('Open it as a draft'));
    await create();

    await screen.findByRole('heading', { name: 'made-up-name' });
    expect(api.created.at(-1)?.request).toEqual({
      repository: { url: 'https://github.com/example/sample-service' },
      instructions: 'Add comments',
      trigger: { kind: 'user' },
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
          trigger: { kind: 'user' },
          provider: 'model',
          budget: { usd: 2.5 },
          validation: { commands: ['make lint', 'make test'], repairRounds: 0 },
          output: { type: 'origin', draft: true },
          timeoutSeconds: 600,
        },
      },
    ]);
  });

  it('makes a form of the parameters of a template that a link names, and sends them', async () => {
    const api = new TemplatesApi([aTask({ name: 'made-up-name' })]);
    const query = new URLSearchParams({
      project: 'payments',
      entityRef: 'component:default/sample-service',
      template: 'upgrade',
      'param.version': '5',
    });
    renderPages(`${FORM}?${query}`, api, entities);

    const parameters = await screen.findByRole(
      'group',
      { name: 'Parameters' },
      // Its code is loaded by now for the first time.
      { timeout: 40_000 },
    );
    const version = await within(parameters).findByLabelText(/^Version/);
    expect(version).toHaveValue(5);
    expect(screen.getByRole('button', { name: /^Agent/ })).toHaveTextContent(
      'A model',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Create task' }));
    expect(api.created).toEqual([]);
    const name = within(parameters).getByLabelText(/^Package name/);
    expect(name).toBeInvalid();

    await fill(name, 'lodash');
    await userEvent.click(screen.getByRole('button', { name: 'Create task' }));
    await screen.findByRole('heading', { name: 'made-up-name' });
    expect(api.created[0]?.request).toEqual({
      entityRef: 'component:default/sample-service',
      templateId: 'upgrade',
      parameters: { packageName: 'lodash', version: 5 },
      trigger: { kind: 'template', ref: 'upgrade' },
      provider: 'model',
      timeoutSeconds: 3600,
    });
  });

  it('says of a component that the catalog knows no repository of it', async () => {
    const api = new FakeBackgroundTasksApi();
    const link = `${FORM}?entityRef=component:default/without-source`;
    renderPages(link, api, entities);

    const findings = await screen.findByRole('status', {
      name: 'What is known of the repository',
    });
    expect(findings).toHaveTextContent('backstage.io/source-location');
    expect(api.checked).toEqual([]);
  });

  it('says while it is typed whether a repository can be changed, and by which project', async () => {
    const api = new FakeBackgroundTasksApi();
    api.repository = { projects: ['platform'], mayWrite: false };
    renderPages(FORM, api, entities);

    await userEvent.click(await screen.findByLabelText('By its URL'));
    await userEvent.type(
      screen.getByLabelText(/^Repository URL/),
      'https://github.com/example/other',
    );
    const findings = await screen.findByRole('status', {
      name: 'What is known of the repository',
    });
    await waitFor(() =>
      expect(findings).toHaveTextContent('Found, default branch main'),
    );
    expect(findings).toHaveTextContent('You may not write to it');
    expect(findings).toHaveTextContent('npm run test');
    expect(api.checked).toEqual(['https://github.com/example/other']);
    // The only project that may.
    expect(screen.getByRole('button', { name: /^Project/ })).toHaveTextContent(
      'Platform',
    );

    await choose(/^Project/, 'Payments – may not change this repository');
    expect(findings).toHaveTextContent('The project “Payments” may not');
    await userEvent.click(screen.getByRole('button', { name: 'Use Platform' }));
    expect(screen.getByRole('button', { name: /^Project/ })).toHaveTextContent(
      'Platform',
    );
  });

  it('says before it is sent which limits are taken, and what will happen', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'at-work' })]);
    api.repository = { activeTasks: 1 };
    const query = new URLSearchParams({
      project: 'payments',
      entityRef: 'component:default/sample-service',
      provider: 'model',
      budgetUsd: '2',
      draft: 'true',
    });
    renderPages(`${FORM}?${query}`, api, entities);

    const limits = await screen.findByRole('status', {
      name: 'Limits that are taken',
    });
    await waitFor(() =>
      expect(limits).toHaveTextContent(/You already have 1 active task/),
    );
    await waitFor(() =>
      expect(limits).toHaveTextContent(/The repository is busy/),
    );
    expect(
      within(limits).getByRole('link', { name: 'at-work' }),
    ).toHaveAttribute('href', '/background-tasks/payments/at-work');
    const plan = screen.getByRole('region', { name: 'What will happen' });
    expect(
      within(plan)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'example/sample-service, branch main, is cloned into a workspace of its own.',
      "The repository's own checks run first, so that old failures are known.",
      'A model makes the change with large. It is stopped before it uses more than $2.00.',
      'The change must pass the checks, in a fresh clone.',
      'A draft pull request is opened from a branch of the repository. Otherwise nothing leaves the workspace, and you see why.',
      'After 60 minutes at the latest it is over.',
    ]);
  });

  it('keeps what was written over a reload, without secrets, until it is sent', async () => {
    const api = new FakeBackgroundTasksApi([aTask({ name: 'made-up-name' })]);
    const query = new URLSearchParams({
      project: 'payments',
      entityRef: 'component:default/sample-service',
    });
    const first = renderPages(`${FORM}?${query}`, api, entities);
    await fill(
      await screen.findByLabelText(/^Instructions/),
      'Upgrade **lodash**',
    );
    await fill(
      screen.getByRole('textbox', { name: /^Script/ }),
      `TOKEN=ghp_${'a1'.repeat(18)} npm update`,
    );
    first.unmount();

    renderPages(`${FORM}?${query}`, api, entities);
    expect(await screen.findByLabelText(/^Instructions/)).toHaveValue(
      'Upgrade **lodash**',
    );
    expect(screen.getByRole('textbox', { name: /^Script/ })).toHaveValue('');
    await userEvent.click(screen.getByRole('button', { name: 'Preview' }));
    const preview = screen.getByRole('region', { name: 'Preview' });
    expect((await within(preview).findByText('lodash')).tagName).toBe('STRONG');

    await fill(screen.getByRole('textbox', { name: /^Script/ }), 'npm update');
    await userEvent.click(screen.getByRole('button', { name: 'Create task' }));
    await screen.findByRole('heading', { name: 'made-up-name' });
    expect(
      Object.keys(localStorage).filter(key => /new-task/.test(key)),
    ).toEqual([]);
  });
});
