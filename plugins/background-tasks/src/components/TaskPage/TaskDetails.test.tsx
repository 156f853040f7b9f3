import { screen, waitFor, within } from '@testing-library/react';
import {
  anAgentTask,
  aTask,
  FakeBackgroundTasksApi,
  refusal,
  renderPages,
} from '../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash?tab=details';

describe('TaskDetails', () => {
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
    renderPages(PAGE, new FakeBackgroundTasksApi([task]));

    const details = await screen.findByRole('tabpanel');
    await waitFor(() =>
      expect(details).toHaveTextContent('script, model large'),
    );
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

  it('shows instructions as Markdown without pictures of others, the chain of retries and the audit trail', async () => {
    const first = aTask({ status: 'Failed', retriedBy: 'upgrade-lodash' });
    const task = aTask({
      instructions: 'Upgrade **lodash** ![x](https://example.com/x.png)',
      retryOf: 'first',
      runs: [
        {
          attempt: 1,
          executor: 'local',
          startedAt: '2026-01-01T00:00:00.000Z',
          endedAt: '2026-01-01T00:01:05.000Z',
          endReason: 'completed',
        },
      ],
    });
    const api = new FakeBackgroundTasksApi([{ ...first, name: 'first' }, task]);
    api.audit.push({
      time: '2026-01-01T00:00:00.000Z',
      action: 'task-retry',
      actor: 'user:default/ana',
      onBehalfOf: null,
      project: 'payments',
      task: task.name,
      result: 'success',
      detail: 'first',
    });
    renderPages(PAGE, api);

    expect(await screen.findByText('lodash')).toHaveProperty(
      'tagName',
      'STRONG',
    );
    expect(screen.queryByRole('img', { name: 'x' })).not.toHaveAttribute(
      'src',
      expect.stringContaining('example.com'),
    );
    const chain = await screen.findByRole('region', { name: 'Retries' });
    expect(
      await within(chain).findByRole('link', { name: 'first' }),
    ).toHaveAttribute('href', '/background-tasks/payments/first');
    expect(chain).toHaveTextContent('upgrade-lodash (this task)');
    expect(screen.getByRole('table', { name: 'Runs' })).toHaveTextContent(
      '1 min 5 s',
    );
    expect(
      await screen.findByRole('table', { name: 'Audit trail' }),
    ).toHaveTextContent('Retrieduser:default/anaDone: first');
  });

  it('shows the chain of retries as far as its tasks are kept', async () => {
    const task = aTask({ retryOf: 'second', retriedBy: 'fourth' });
    const api = new FakeBackgroundTasksApi([
      task,
      aTask({ name: 'second', retryOf: 'first' }),
      aTask({ name: 'fourth' }),
    ]);
    const gone = await refusal(404, { message: "No task 'first' found" });
    const getTask = api.getTask.bind(api);
    jest.spyOn(api, 'getTask').mockImplementation(async ref => {
      if (ref.name === 'first') throw gone;
      return getTask(ref);
    });
    renderPages(PAGE, api);

    const chain = await screen.findByRole('region', { name: 'Retries' });
    expect(
      await within(chain).findByText('first is no longer kept'),
    ).toBeVisible();
    expect(within(chain).getAllByRole('listitem')).toHaveLength(4);
    expect(within(chain).getByRole('link', { name: 'second' })).toBeVisible();
    expect(within(chain).getByRole('link', { name: 'fourth' })).toBeVisible();
  });

  it('says who made the change, what that cost, and how much of the budget is used', async () => {
    const task = anAgentTask({
      change: {
        ...aTask().change,
        provider: 'claude-code',
        agentVersion: '2.1.0',
        repairRounds: 1,
        rounds: [
          {
            ...{ round: 0, reason: null, files: ['a.ts'], fileCount: 1 },
            usage: { inputTokens: 900, outputTokens: 150, costUsd: 0.4 },
          },
          {
            ...{ round: 1, reason: 'Linting', files: [], fileCount: null },
            usage: { inputTokens: 100, outputTokens: 50, costUsd: null },
          },
        ],
      },
      usage: { inputTokens: 1_000, outputTokens: 200, costUsd: 0.5 },
      budget: { usd: 2, tokens: 2_400 },
      extraCommands: ['make contract'],
      hooks: { pre: ['make generate'] },
      output: { type: 'fork', draft: true },
    });
    const api = new FakeBackgroundTasksApi([task]);
    renderPages(PAGE, api);

    const details = await screen.findByRole('tabpanel');
    await waitFor(() =>
      expect(details).toHaveTextContent(
        'claude-code 2.1.0, model claude-sonnet',
      ),
    );
    expect(details).toHaveTextContent('1 round');
    expect(details).toHaveTextContent(
      'First round: 900 tokens in, 150 out, $0.4000, 1 file changed',
    );
    expect(details).toHaveTextContent(
      'Repair round 1: 100 tokens in, 50 out, unknown price',
    );
    expect(details).toHaveTextContent('$0.5000 of $2.00');
    expect(details).toHaveTextContent('1,200 of 2,400 tokens');
    expect(
      within(details).getByRole('progressbar', { name: /^Money/ }),
    ).toHaveAttribute('aria-valuenow', '25');
    expect(details).toHaveTextContent('make contract');
    expect(details).toHaveTextContent('make generate');
    expect(details).toHaveTextContent('from a fork, as a draft');
    expect(details).toHaveTextContent('Runs as another user than the backend.');

    await waitFor(() => expect(api.streams).toHaveLength(1));
    api.streams[0].push({
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
});
