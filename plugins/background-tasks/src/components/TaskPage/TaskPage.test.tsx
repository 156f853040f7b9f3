import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAgentTask,
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
    const confirm = () =>
      userEvent.click(
        within(dialog).getByRole('button', { name: 'Cancel task' }),
      );
    await confirm();
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The pull request is being created',
    );

    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', { name: 'Cancel task' }),
      ).toBeEnabled(),
    );
    await confirm();
    await waitFor(() => expect(api.cancelled).toEqual(['upgrade-lodash']));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
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
    expect(screen.getByRole('list', { name: 'Phases' })).toHaveTextContent(
      'Validation: failed',
    );
    expect(
      screen.queryByRole('button', { name: 'Cancel task' }),
    ).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('heading', { name: 'upgrade-lodash-retry-1' }),
    ).toBeVisible();
    expect(api.retried).toEqual(['upgrade-lodash']);
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

  it('tells where a task came from, and what else is open on its repository', async () => {
    const task = aTask({
      model: 'large',
      templateId: 'upgrade-dependency',
      parameters: { packageName: 'lodash', major: false },
      trigger: { kind: 'scaffolder', ref: 'template:default/service' },
      onBehalfOf: 'service:bot',
      openPullRequests: [
        {
          project: 'payments',
          name: 'upgrade-axios',
          prUrl: 'https://github.com/example/sample-service/pull/17',
        },
      ],
    });
    renderPages(`${PAGE}?tab=details`, new FakeBackgroundTasksApi([task]));

    const details = await screen.findByRole('tabpanel');
    expect(details).toHaveTextContent('script, model large');
    expect(details).toHaveTextContent('upgrade-dependency');
    expect(details).toHaveTextContent('packageName: lodashmajor: false');
    expect(details).toHaveTextContent(
      "The scaffolder, template:default/service, service:bot on the creator's behalf",
    );
    expect(
      within(details).getByRole('link', { name: 'upgrade-axios' }),
    ).toHaveAttribute('href', '/background-tasks/payments/upgrade-axios');
    expect(within(details).getByRole('link', { name: /#17/ })).toHaveAttribute(
      'href',
      'https://github.com/example/sample-service/pull/17',
    );
  });

  it('says who made the change, what that cost, and how much of the budget is used', async () => {
    const task = anAgentTask({
      change: {
        ...aTask().change,
        provider: 'claude-code',
        agentVersion: '2.1.0',
        repairRounds: 1,
      },
      usage: { inputTokens: 1_000, outputTokens: 200, costUsd: 0.5 },
      budget: { usd: 2, tokens: 2_400 },
      extraCommands: ['make contract'],
      hooks: { pre: ['make generate'] },
      output: { type: 'fork', draft: true },
    });
    const api = new FakeBackgroundTasksApi([task]);
    renderPages(`${PAGE}?tab=details`, api);

    const details = await screen.findByRole('tabpanel');
    expect(details).toHaveTextContent('claude-code 2.1.0, model claude-sonnet');
    expect(details).toHaveTextContent('1 round');
    expect(details).toHaveTextContent('$0.5000 of $2.00');
    expect(details).toHaveTextContent('1,200 of 2,400 tokens');
    expect(
      within(details).getByRole('progressbar', { name: /^Money/ }),
    ).toHaveAttribute('aria-valuenow', '25');
    expect(details).toHaveTextContent('make contract');
    expect(details).toHaveTextContent('make generate');
    expect(details).toHaveTextContent('from a fork, as a draft');
    expect(details).toHaveTextContent('Runs as another user than the backend.');

    const stream = await openStream(api, 0);
    stream.push({
      position: 1,
      time: '2026-01-01T00:00:00.000Z',
      phase: 'agent',
      type: 'usage',
      inputTokens: 1_400,
      outputTokens: 400,
      costUsd: null,
    });
    await waitFor(() =>
      expect(details).toHaveTextContent('unknown price of $2.00'),
    );
    expect(details).toHaveTextContent('1,800 of 2,400 tokens');
    expect(
      screen.queryByRole('progressbar', { name: /^Money/ }),
    ).not.toBeInTheDocument();
  });

  it('lists what the change broke one by one, and tells it from what stood before or could not run', async () => {
    const check = {
      kind: 'lint',
      command: 'npm run lint',
      directory: 'packages/web',
      reason: 'job lint of .github/workflows/ci.yml',
      status: 'failed',
      exitCode: 1,
      durationMs: 1_200,
      output: '',
    } as const;
    const test = {
      ...check,
      kind: 'test',
      command: 'npm test',
      directory: undefined,
      testCount: 12,
    } as const;
    const task = aTask({
      status: 'Failed',
      outcome: 'budgetExhausted',
      usage: { inputTokens: 5, outputTokens: 1, costUsd: 2 },
      budget: { usd: 2 },
      validation: {
        verdict: 'failed',
        baseline: [
          { ...check, status: 'failed' },
          { ...test, status: 'passed', exitCode: 0 },
        ],
        gate: [
          {
            ...check,
            newFailures: [
              { file: 'src/a.ts', line: 3, rule: 'no-var', message: 'Is var' },
            ],
            knownFailures: [{ file: 'src/b.ts', message: 'Is old' }],
          },
          { ...test, status: 'passed', exitCode: 0, flaky: true },
          {
            ...test,
            command: 'make',
            status: 'notRun',
            notRunBecause: 'program',
          },
        ],
      },
    });
    renderPages(`${PAGE}?tab=checks`, new FakeBackgroundTasksApi([task]));

    const brought = await screen.findByRole('list', {
      name: 'New failures (1)',
    });
    expect(brought).toHaveTextContent('src/a.ts:3 Is var (no-var)');
    expect(screen.getByText('Is old', { exact: false })).not.toBeVisible();
    await userEvent.click(screen.getByText('Failed before too (1)'));
    expect(screen.getByText('Is old', { exact: false })).toBeVisible();
    expect(screen.getByRole('row', { name: /npm run lint/ })).toHaveTextContent(
      '(in packages/web)',
    );
    expect(screen.getByRole('row', { name: /npm test/ })).toHaveTextContent(
      'Passed: 12 tests, flaky',
    );
    expect(screen.getByRole('row', { name: /make/ })).toHaveTextContent(
      'Not run: a program that it needs is not installed here',
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'It used $2.00 of $2.00 (5 tokens in, 1 out).',
    );
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
