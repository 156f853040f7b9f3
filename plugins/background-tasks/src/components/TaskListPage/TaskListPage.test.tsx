import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  FakeBackgroundTasksApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const LIST = '/background-tasks';

describe('TaskListPage', () => {
  it('lists what, where, who, how far, and the pull request', async () => {
    const running = aTask({ name: 'add-comments', progress: 40 });
    const done = aTask({
      name: 'upgrade-axios',
      status: 'Completed',
      outcome: 'pullRequest',
      progress: 100,
      currentPhase: 'Pull request created',
      prUrl: 'https://github.com/example/sample-service/pull/17',
    });
    renderPages(LIST, new FakeBackgroundTasksApi([running, done]));

    const link = await screen.findByRole('link', { name: 'add-comments' });
    expect(link).toHaveAttribute(
      'href',
      '/background-tasks/payments/add-comments',
    );
    const [heads, first, second] = screen.getAllByRole('row');
    expect(
      within(heads)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent)
        .filter(Boolean),
    ).toEqual([
      'Status',
      'Name',
      'Repository',
      'Creator',
      'Progress',
      'Duration',
      'Age',
    ]);
    expect(first).toHaveTextContent('payments · By hand');
    expect(first).toHaveTextContent('Running');
    expect(first).toHaveTextContent('Generating changes');
    expect(
      within(first).getByRole('progressbar', {
        name: 'Progress of add-comments',
      }),
    ).toHaveAttribute('aria-valuenow', '40');
    expect(
      within(first).getByRole('link', { name: /example\/sample-service/ }),
    ).toHaveAttribute('href', 'https://github.com/example/sample-service');
    expect(second).toHaveTextContent('Completed');
    expect(within(second).getByRole('link', { name: /#17/ })).toHaveAttribute(
      'href',
      done.prUrl,
    );
  });

  it('leads on from an empty list to the form', async () => {
    renderPages(LIST, new FakeBackgroundTasksApi());

    expect(await screen.findByText('No background tasks yet')).toBeVisible();
    for (const link of screen.getAllByRole('button', { name: 'New task' })) {
      expect(link).toHaveAttribute('href', '/background-tasks/new');
    }
  });

  it('filters by the statuses in the URL, and says when the filter hides all', async () => {
    const failed = aTask({ name: 'broken', status: 'Failed' });
    const api = new FakeBackgroundTasksApi([aTask(), failed]);
    renderPages(`${LIST}?status=failed`, api);

    await screen.findByRole('link', { name: 'broken' });
    expect(api.lists.at(-1)?.status).toEqual(['Failed']);
    expect(screen.queryByText('upgrade-lodash')).not.toBeInTheDocument();

    await userEvent.click(
      await screen.findByRole('button', { name: 'Failed 1' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Stopped 0' }));
    expect(await screen.findByText('No task matches')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Stopped 0' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(screen.getByRole('button', { name: 'Active 1' })).toBeVisible();

    await userEvent.click(
      screen.getByRole('button', { name: 'Show all tasks' }),
    );
    expect(await screen.findByText('upgrade-lodash')).toBeVisible();
  });

  it('turns the pages by their cursors, which stand in the URL', async () => {
    const tasks = Array.from({ length: 60 }, (_, at) =>
      aTask({ name: `task-${at + 1}` }),
    );
    const api = new FakeBackgroundTasksApi(tasks);
    renderPages(`${LIST}?cursor=25`, api);

    expect(await screen.findByText('task-26')).toBeVisible();
    expect(screen.getByText('26–50 of 60')).toBeVisible();
    const next = screen.getByRole('button', { name: 'Next page' });
    await userEvent.click(next);
    expect(await screen.findByText('task-51')).toBeVisible();
    expect(next).toHaveFocus();
    expect(api.lists.at(-1)?.cursor).toBe('50');
    expect(screen.getByText('51–60 of 60')).toBeVisible();
    expect(next).toHaveAttribute('aria-disabled', 'true');

    const back = screen.getByRole('button', { name: 'Previous page' });
    await userEvent.click(back);
    expect(await screen.findByText('task-26')).toBeVisible();
    await userEvent.click(back);
    expect(await screen.findByText('task-1')).toBeVisible();
    expect(back).toHaveAttribute('aria-disabled', 'true');
    expect(back).toHaveFocus();
  });

  it('says why the list could not be loaded, and loads it when asked again', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    const refused = await refusal(403, { message: 'You may not see tasks' });
    // Of the list, and of the projects that the button asks for.
    api.failures.push(refused, refused);
    renderPages(LIST, api);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not see tasks',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(screen.getByText('upgrade-lodash')).toBeVisible(),
    );
  });

  it('takes scope, filters, words and order from its URL, and asks for them', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    const query = new URLSearchParams({
      scope: 'mine',
      project: 'payments',
      repository: 'https://github.com/example/sample-service',
      template: 'upgrade',
      provider: 'script',
      from: '2026-11-01',
      to: '2026-11-02',
      q: 'lodash',
      sort: 'name',
    });
    renderPages(`${LIST}?${query}`, api);

    await screen.findByText('upgrade-lodash');
    expect(api.lists.at(-1)).toEqual({
      scope: 'mine',
      project: 'payments',
      repository: 'https://github.com/example/sample-service',
      template: 'upgrade',
      provider: 'script',
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 10, 3).toISOString(),
      q: 'lodash',
      sort: 'name',
      limit: 25,
      cursor: undefined,
    });
    expect(api.counts.at(-1)).toMatchObject({ scope: 'mine', q: 'lodash' });
    expect(screen.getByRole('button', { name: 'Mine' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(screen.getByRole('searchbox')).toHaveValue('lodash');
    expect(screen.getByLabelText('Template')).toHaveValue('upgrade');
    expect(screen.getByRole('columnheader', { name: /^Name/ })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );

    await userEvent.click(screen.getByRole('button', { name: /^Name/ }));
    await waitFor(() => expect(api.lists.at(-1)?.sort).toBe('-name'));
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(api.lists.at(-1)).toEqual({
        sort: '-name',
        limit: 25,
        cursor: undefined,
      }),
    );
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('searches for what is typed, and for a filter once it is whole', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(LIST, api);

    await userEvent.type(await screen.findByRole('searchbox'), 'axios');
    await waitFor(() => expect(api.lists.at(-1)?.q).toBe('axios'));
    await userEvent.click(screen.getByRole('button', { name: 'My groups' }));
    await waitFor(() =>
      expect(api.lists.at(-1)).toMatchObject({ q: 'axios', scope: 'groups' }),
    );

    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    const repository = await screen.findByLabelText('Repository');
    await userEvent.type(repository, 'github.com/example{Enter}');
    expect(repository).toHaveAccessibleDescription(
      'Give the whole https address.',
    );
    await userEvent.clear(repository);
    await userEvent.type(repository, 'https://github.com/example/other{Enter}');
    await waitFor(() =>
      expect(api.lists.at(-1)?.repository).toBe(
        'https://github.com/example/other',
      ),
    );
    expect(
      screen.getByRole('button', { name: 'Filters, 1 set' }),
    ).toBeVisible();
  });

  it('cancels the tasks that were selected, and says of each what became of it', async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({ name: 'one' }),
      aTask({ name: 'two' }),
      aTask({ name: 'over', status: 'Completed' }),
      aTask({ name: 'theirs', can: { cancel: false, retry: false } }),
    ]);
    renderPages(LIST, api);

    await screen.findByText('one');
    expect(
      screen.getByRole('checkbox', { name: /^theirs cannot be selected: you/ }),
    ).toBeDisabled();
    expect(
      screen.getByRole('checkbox', { name: 'over has ended' }),
    ).toBeDisabled();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select one' }));
    expect(screen.getByText('1 task selected')).toBeVisible();
    await userEvent.click(
      screen.getByRole('checkbox', {
        name: 'Select all tasks of this page that you can cancel',
      }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Cancel 2 tasks' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Cancel 2 tasks?',
    });
    expect(api.cancelled).toEqual([]);

    api.failures.push(await refusal(409, { message: 'it is publishing' }));
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel 2 tasks' }),
    );

    expect(await within(dialog).findByText('1 of 2 cancelled')).toBeVisible();
    const [first, second] = within(dialog).getAllByRole('listitem');
    expect(first).toHaveTextContent('one – not cancelled: it is publishing');
    expect(second).toHaveTextContent('two – cancelled');
    expect(api.cancelled).toEqual(['two']);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(screen.queryByText(/selected/)).not.toBeInTheDocument();
  });
});
