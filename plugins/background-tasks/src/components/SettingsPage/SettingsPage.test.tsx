import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeOverviewApi,
  refusal,
  renderPages,
  someSettings,
} from '../../__testUtils__';

const PAGE = '/background-tasks/settings';

async function anApi(): Promise<FakeOverviewApi> {
  const api = new FakeOverviewApi();
  const { items, providers } = await api.listProjects();
  api.projects = {
    items,
    providers: providers.map(provider =>
      provider.id === 'model'
        ? {
            ...provider,
            modelDetails: [
              {
                id: 'large',
                title: 'Large',
                price: {
                  input: 3,
                  output: 15,
                  cacheRead: null,
                  cacheWrite: null,
                },
              },
              { id: 'small', title: 'small', price: null },
            ],
            defaultModel: 'small',
            key: { isSet: true, host: 'models.example' },
          }
        : provider,
    ),
  };
  api.settings = await someSettings();
  return api;
}

describe('SettingsPage', () => {
  it('tells what holds in a project: limits and use, budget, members, rules', async () => {
    renderPages(PAGE, await anApi());
    const card = (name: string) => screen.findByRole('region', { name });
    const limits = await card('Limits and use');
    expect(limits).toHaveTextContent(
      '9 of 10: 2 running, 7 waiting – nearly used up',
    );
    expect(
      within(limits).getByRole('progressbar', { name: 'Active tasks' }),
    ).toHaveAttribute('aria-valuenow', '90');
    const budget = await card('Budget of models');
    expect(budget).toHaveTextContent('$25.00 and 4,000 tokens of $100.00');
    expect(budget).toHaveTextContent('$0 and 0 tokens of any amount');
    expect(within(budget).getAllByRole('progressbar')).toHaveLength(1);
    expect(await card('Members and repositories')).toHaveTextContent(
      'https://github.com/example/*',
    );
    const checks = await card('Checks before a pull request');
    expect(checks).toHaveTextContent('test: make test in service');
    expect(checks).toHaveTextContent(
      'Failures that stood before the change: refused',
    );
    expect(checks).toHaveTextContent(
      'Checks that cannot run where tasks run: allowed',
    );
    const changes = await card('What a change may touch');
    expect(changes).toHaveTextContent(
      'Lockfiles without their manifest: allowed',
    );
    expect(changes).toHaveTextContent('Workflows of CI: refused');
    expect(changes).toHaveTextContent('/deploy/');
    expect(changes).toHaveTextContent('1,000 files, 5 MiB compressed');
  });

  it('tells of each agent whether it can run, with whose key, and what its models cost', async () => {
    renderPages(PAGE, await anApi());
    const agent = await screen.findByRole('region', { name: 'A model' });
    expect(agent).toHaveTextContent("The portal's own, used at models.example");
    const models = within(agent).getByRole('table', {
      name: 'Models of A model',
    });
    const rows = within(models).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      'ModelInputOutput',
      'Largelarge$3$15',
      'smallunknownunknown',
    ]);
    const broken = screen.getByRole('region', { name: 'Broken' });
    expect(broken).toHaveTextContent('Cannot run here');
    expect(broken).toHaveTextContent('Its key is missing');
    const script = screen.getByRole('region', { name: 'Script' });
    expect(script).toHaveTextContent('ReadyDefault');
    expect(script).toHaveTextContent('It needs none');
  });

  it('shows another project by choice, and says where one could not be loaded', async () => {
    const api = await anApi();
    api.failures.push(await refusal(403, { message: 'Not for you' }));
    renderPages(`${PAGE}?project=platform`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Not for you');
    expect(screen.getByRole('button', { name: /Platform/ })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Limits and use' }),
    ).toBeVisible();
  });
});
