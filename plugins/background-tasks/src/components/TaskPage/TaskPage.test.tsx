import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  FakeBackgroundTasksApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash';
const LINES = /^(first|second|third|fourth)$/;

async function openStream(api: FakeBackgroundTasksApi, index: number) {
  await waitFor(() => expect(api.streams.length).toBeGreaterThan(index));
  return api.streams[index];
}

function shownLines() {
  const log = screen.getByRole('log', { name: 'Log lines' });
  return within(log)
    .queryAllByText(LINES)
    .map(line => line.textContent);
}

describe('TaskPage', () => {
  it('shows each line once and in order, over a lost connection, until the end', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    await screen.findByRole('heading', { name: 'upgrade-lodash' });

    const before = await openStream(api, 0);
    before.log([1, 'first'], [3, 'third'], [2, 'second']);
    await waitFor(() =>
      expect(shownLines()).toEqual(['first', 'second', 'third']),
    );
    before.cut();
    expect(await screen.findByText('Reconnecting…')).toBeVisible();

    const after = await openStream(api, 1);
    expect(after.after).toBe(3);
    after.log([3, 'third'], [4, 'fourth']);
    await waitFor(() =>
      expect(shownLines()).toEqual(['first', 'second', 'third', 'fourth']),
    );

    const prUrl = 'https://github.com/example/sample-service/pull/17';
    Object.assign(api.tasks[0], {
      status: 'Completed',
      outcome: 'pullRequest',
      phase: 'done',
      progress: 100,
      currentPhase: 'Pull request created',
      prUrl,
      can: { cancel: false, retry: false },
    });
    after.end();
    expect(
      await screen.findByRole('button', { name: /Open pull request/ }),
    ).toHaveAttribute('href', prUrl);
    expect(screen.queryByText('Reconnecting…')).not.toBeInTheDocument();
    expect(api.streams).toHaveLength(2);
  });

  it('moves the phases and the checks on with the events, never back', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    const stream = await openStream(api, 0);
    const time = '2026-01-01T00:00:00.000Z';
    stream.push({
      position: 1,
      time,
      phase: 'clone',
      type: 'progress',
      progress: 10,
    });
    const phases = await screen.findByRole('list', { name: 'Phases' });
    expect(phases).toHaveTextContent('Changes: running');

    stream.push({
      position: 2,
      time,
      phase: 'validate',
      type: 'progress',
      progress: 70,
      check: 'test',
    });
    stream.push({
      position: 3,
      time,
      phase: 'validate',
      type: 'validation',
      stage: 'gate',
      check: {
        kind: 'lint',
        command: 'npm run lint',
        reason: 'script "lint" of package.json',
        status: 'failedBefore',
        exitCode: 1,
        durationMs: 1_200,
        output: 'one problem',
      },
    });
    await waitFor(() =>
      expect(phases).toHaveTextContent('Validation: running'),
    );
    expect(phases).toHaveTextContent('Changes: done');
    expect(
      screen.getByRole('progressbar', { name: 'Progress of the task' }),
    ).toHaveAttribute('aria-valuenow', '70');

    await userEvent.click(screen.getByRole('tab', { name: 'Checks (1)' }));
    const row = screen.getByRole('row', { name: /npm run lint/ });
    expect(row).toHaveTextContent('Failed before too');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show findings of npm run lint' }),
    );
    expect(screen.getByText('one problem')).toBeVisible();
  });

  it('closes its stream when it is left', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    const page = renderPages(PAGE, api);
    const stream = await openStream(api, 0);

    page.unmount();

    expect(stream.signal?.aborted).toBe(true);
  });

  it('cancels only once that is confirmed, and says why it could not', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel task' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Cancel upgrade-lodash?',
    });
    expect(api.cancelled).toEqual([]);

    api.failures.push(
      await refusal(409, {
        code: 'publishing',
        message: 'The pull request is being created',
      }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel task' }),
    );
    const refused = await screen.findByRole('alert');
    expect(refused).toHaveTextContent('The pull request is being created');

    const again = screen.getByRole('dialog', {
      name: 'Cancel upgrade-lodash?',
    });
    await userEvent.click(
      within(again).getByRole('button', { name: 'Cancel task' }),
    );
    await waitFor(() => expect(api.cancelled).toEqual(['upgrade-lodash']));
    await waitFor(() => expect(again).not.toBeInTheDocument());
    const button = screen.getByRole('button', { name: /Cancel|Stopping/ });
    await waitFor(() => expect(button).toHaveFocus());

    Object.assign(api.tasks[0], {
      status: 'Stopped',
      outcome: 'cancelled',
      can: { cancel: false, retry: true },
    });
    (await openStream(api, 0)).end();
    expect(await screen.findByRole('button', { name: 'Retry' })).toBeVisible();
    expect(button).not.toBeInTheDocument();
    expect(
      screen.getByRole('group', { name: 'What can be done' }),
    ).toHaveFocus();
  });

  it('keeps the reason of a refusal after which nothing can be cancelled', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    const button = await screen.findByRole('button', { name: 'Cancel task' });
    await userEvent.click(button);
    api.failures.push(
      await refusal(409, { code: 'publishing', message: 'Too late for that' }),
    );
    Object.assign(api.tasks[0], {
      phase: 'publish',
      progress: 80,
      can: { cancel: false, retry: false },
    });
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel task' }),
    );

    const close = await screen.findByRole('button', { name: 'Close' });
    expect(screen.getByRole('alert')).toHaveTextContent('Too late for that');
    expect(screen.queryByText('Keep it running')).not.toBeInTheDocument();
    await userEvent.click(close);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(/can no longer be cancelled/);
  });

  it.each([
    ['Cancel task', /You may not cancel it/, aTask()],
    ['Retry', /You may not retry it/, aTask({ status: 'Stopped' })],
  ])('says why %s is not for everybody', async (name, reason, task) => {
    const api = new FakeBackgroundTasksApi([
      { ...task, can: { cancel: false, retry: false } },
    ]);
    renderPages(PAGE, api);

    const button = await screen.findByRole('button', { name });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(reason);
    await userEvent.hover(button);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(reason);
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('opens a failed task on its cause, and retries it as a new task', async () => {
    const failed = aTask({
      status: 'Failed',
      outcome: 'validationFailed',
      phase: 'validate',
      progress: 70,
      error: 'Linting failed: npm run lint exited with code 1',
      can: { cancel: false, retry: true },
    });
    const retry = aTask({ name: 'upgrade-lodash-retry-1', status: 'Pending' });
    const api = new FakeBackgroundTasksApi([failed, retry]);
    renderPages(PAGE, api);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The change did not pass the checks');
    expect(alert).toHaveTextContent('Linting failed: npm run lint');
    expect(screen.getByRole('tab', { name: 'Checks' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    expect(screen.getByRole('list', { name: 'Phases' })).toHaveTextContent(
      'Validation: failed',
    );
    expect(
      screen.queryByRole('button', { name: 'Cancel task' }),
    ).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start the retry' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'upgrade-lodash-retry-1' }),
    ).toBeVisible();
    expect(api.retried).toEqual(['upgrade-lodash']);
  });

  it('leaves the log to its reader when the task fails, with its cause one click away', async () => {
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    const stream = await openStream(api, 0);
    stream.log([1, 'first']);
    const line = await screen.findByText('first');
    const log = screen.getByRole('tab', { name: 'Log' });
    expect(log).toHaveAttribute('aria-selected', 'true');

    const failure = {
      status: 'Failed',
      outcome: 'validationFailed',
      error: 'npm run lint exited with code 1',
      progress: 70,
      phase: 'validate',
      currentPhase: 'Running linters',
    } as const;
    Object.assign(api.tasks[0], failure);
    stream.push({
      ...failure,
      position: 2,
      time: '2026-01-01T00:00:00.000Z',
      type: 'status',
      prUrl: null,
      attempt: 1,
    });
    const toCause = await screen.findByRole('button', {
      name: 'Show the checks',
    });
    expect(log).toHaveAttribute('aria-selected', 'true');
    expect(line).toBeVisible();

    await userEvent.click(toCause);
    const checks = screen.getByRole('tabpanel', { name: 'Checks' });
    await waitFor(() => expect(checks).toHaveFocus());
    expect(line).not.toBeInTheDocument();
  });

  it('shows the diff file by file, with signs and numbers', async () => {
    const api = new FakeBackgroundTasksApi([
      aTask({
        status: 'Completed',
        changedFiles: [
          {
            path: 'package.json',
            status: 'modified',
            mode: '100644',
            additions: 1,
            deletions: 1,
          },
        ],
      }),
    ]);
    api.diff = [
      'diff --git a/package.json b/package.json',
      '--- a/package.json',
      '+++ b/package.json',
      '@@ -7,1 +7,1 @@',
      '-"lodash": "4.17.20"',
      '+"lodash": "4.17.21"',
      '',
    ].join('\n');
    renderPages(`${PAGE}?tab=changes`, api);

    const diff = await screen.findByRole('region', {
      name: 'Diff of package.json',
    });
    const rows = within(diff).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      '@@ -7,1 +7,1 @@',
      '7-"lodash": "4.17.20"',
      '7+"lodash": "4.17.21"',
    ]);
  });

  it('says that a task does not exist', async () => {
    const api = new FakeBackgroundTasksApi();
    api.failures.push(await refusal(404, { message: 'No task found' }));
    renderPages(PAGE, api);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      "There is no task 'upgrade-lodash' in the project 'payments'",
    );
  });
});
