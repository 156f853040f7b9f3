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
    const [, first, second] = screen.getAllByRole('row');
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

    await userEvent.click(screen.getByRole('button', { name: 'Failed' }));
    await userEvent.click(screen.getByRole('button', { name: 'Stopped' }));
    expect(await screen.findByText('No task has this status')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Stopped' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );

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
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('task-51')).toBeVisible();
    expect(api.lists.at(-1)?.cursor).toBe('50');
    expect(screen.getByText('51–60 of 60')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();

    const back = screen.getByRole('button', { name: 'Previous page' });
    await userEvent.click(back);
    expect(await screen.findByText('task-26')).toBeVisible();
    await userEvent.click(back);
    expect(await screen.findByText('task-1')).toBeVisible();
    expect(back).toBeDisabled();
  });

  it('says why the list could not be loaded, and loads it when asked again', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    api.failures.push(await refusal(403, { message: 'You may not see tasks' }));
    renderPages(LIST, api);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not see tasks',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(screen.getByText('upgrade-lodash')).toBeVisible(),
    );
  });
});
