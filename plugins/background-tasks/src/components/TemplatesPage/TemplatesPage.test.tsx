import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  aTemplate,
  FakeOverviewApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const LIST = '/background-tasks/templates';
const used = aTemplate({
  lastUsed: '2026-01-02T00:00:00.000Z',
  statistics: {
    tasks: 5,
    active: 1,
    completed: 3,
    failed: 1,
    stopped: 0,
    successRate: 0.75,
  },
});

describe('the pages of templates', () => {
  it('list what there is, how often it is used and how often that succeeds', async () => {
    const api = new FakeOverviewApi();
    api.templates = [
      used,
      aTemplate({ name: 'add-ci', displayName: 'Add CI', project: 'platform' }),
    ];
    renderPages(LIST, api);

    const row = await screen.findByRole('row', {
      name: /Upgrade a dependency/,
    });
    expect(within(row).getByText('75 % (3 of 4)')).toBeVisible();
    expect(
      within(row).getByRole('link', {
        name: '5 tasks made from Upgrade a dependency',
      }),
    ).toHaveAttribute(
      'href',
      '/background-tasks?project=payments&template=upgrade-dependency',
    );
    expect(
      within(row).getByRole('button', { name: 'Use Upgrade a dependency' }),
    ).toHaveAttribute(
      'href',
      '/background-tasks/new?project=payments&template=upgrade-dependency',
    );
    const unused = screen.getByRole('row', { name: /Add CI/ });
    expect(within(unused).getByText('Not used yet')).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: /All projects/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Platform' }));
    expect(await screen.findByRole('row', { name: /Add CI/ })).toBeVisible();
    await expect(
      screen.findByText('75 % (3 of 4)', {}, { timeout: 50 }),
    ).rejects.toThrow();
  });

  it('turn the pages of a long list', async () => {
    const api = new FakeOverviewApi();
    api.templates = Array.from({ length: 30 }, (_, at) =>
      aTemplate({ name: `t-${at}`, displayName: `Template ${at}` }),
    );
    renderPages(LIST, api);
    expect(await screen.findByText('Template 0')).toBeVisible();
    const next = screen.getByRole('button', { name: 'Next page' });
    await userEvent.click(next);
    expect(await screen.findByText('Template 29')).toBeVisible();
    expect(next).toHaveAttribute('aria-disabled', 'true');
    expect(next).toHaveFocus();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('Template 0')).toBeVisible();
  });

  it('lead on where there is none, and say what may not be done', async () => {
    const api = new FakeOverviewApi();
    const { items, providers } = await api.listProjects();
    api.projects = {
      items: items.map(item => ({
        ...item,
        may: { create: true, manageTemplates: false },
      })),
      providers,
    };
    renderPages(LIST, api);
    expect(await screen.findByText('No templates yet')).toBeVisible();
    expect(
      await screen.findByText(/may not create templates/),
    ).toBeInTheDocument();
    const button = screen.getByRole('button', { name: 'New template' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(/may not create templates/);
  });

  it('say why a template cannot be used where no task may be created', async () => {
    const api = new FakeOverviewApi();
    api.templates = [used];
    const { items, providers } = await api.listProjects();
    api.projects = {
      items: items.map(item => ({
        ...item,
        may: { create: item.name !== 'payments', manageTemplates: true },
      })),
      providers,
    };
    renderPages(LIST, api);
    await screen.findByRole('row', { name: /Upgrade a dependency/ });
    const use = () =>
      screen.getByRole('button', { name: 'Use Upgrade a dependency' });
    await waitFor(() =>
      expect(use()).toHaveAccessibleDescription(
        "You may not create tasks in project 'payments'",
      ),
    );
    expect(use()).not.toHaveAttribute('href');
    use().focus();
    expect(use()).toHaveFocus();
  });

  it('say why they could not be loaded, and load when asked again', async () => {
    const api = new FakeOverviewApi();
    api.templates = [used];
    api.projects = await api.listProjects();
    api.failures.push(await refusal(403, { message: 'Not for you' }));
    renderPages(LIST, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Not for you');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Upgrade a dependency')).toBeVisible();
  });

  it('show one: what it says and where it is used; delete it once that is confirmed', async () => {
    const api = new FakeOverviewApi([aTask({ name: 'upgrade-axios' })]);
    api.templates = [used];
    api.projects = await api.listProjects();
    renderPages(`${LIST}/payments/upgrade-dependency`, api);

    const details = await screen.findByLabelText('Details');
    expect(details).toHaveTextContent(
      'Upgrade {{packageName}} to version {{version}}.',
    );
    expect(details).toHaveTextContent(
      'version text; required; by default latest',
    );
    expect(details).toHaveTextContent('npm run e2e passes');
    const where = screen.getByRole('region', { name: 'Where it is used' });
    expect(
      await within(where).findByRole('link', { name: 'upgrade-axios' }),
    ).toBeVisible();
    expect(api.lists.at(-1)).toMatchObject({
      project: 'payments',
      template: 'upgrade-dependency',
    });

    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete Upgrade a dependency?',
    });
    expect(dialog).toHaveTextContent('The 5 tasks that were made from it stay');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete template' }),
    );
    expect(await screen.findByText('No templates yet')).toBeVisible();
    expect(api.deleted).toEqual(['upgrade-dependency']);
  });

  it('say that there is no such template', async () => {
    renderPages(`${LIST}/payments/nope`, new FakeOverviewApi());
    expect(
      await screen.findByText(
        /could not be loaded|There is no template 'nope'/,
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'To the list of templates' }),
    ).toHaveAttribute('href', LIST);
  });
});
