import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAgentTask,
  aTask,
  FakeBackgroundTasksApi,
  renderPages,
} from '../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash?tab=checks';

describe('TaskChecks', () => {
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
    renderPages(PAGE, new FakeBackgroundTasksApi([task]));

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

  describe('of a change that was repaired', () => {
    const gate = {
      kind: 'test',
      command: 'npm test',
      reason: 'CI',
      status: 'passed',
      exitCode: 0,
      durationMs: 5,
      output: '',
    } as const;
    const repaired = anAgentTask({
      validation: { baseline: [], gate: [gate], verdict: null },
      change: {
        ...anAgentTask().change,
        repairRounds: 1,
        rounds: [
          {
            ...{ round: 0, reason: null, files: ['a.ts'], fileCount: 1 },
            usage: { inputTokens: 900, outputTokens: 150, costUsd: 0.4 },
          },
          {
            ...{ round: 1, reason: 'Linting failed', files: [], fileCount: 0 },
            usage: { inputTokens: 100, outputTokens: 50, costUsd: null },
          },
        ],
      },
    });

    it('shows what each round used and changed while it goes on', async () => {
      const api = new FakeBackgroundTasksApi([repaired]);
      renderPages(PAGE, api);
      await waitFor(() => expect(api.streams).toHaveLength(1));
      const [stream] = api.streams;
      const at = (position: number) => ({
        ...{ position, time: '2026-01-01T00:00:00.000Z' },
        phase: 'agent' as const,
      });
      const used = (position: number, costUsd: number) =>
        stream.push({
          ...at(position),
          ...{ type: 'usage', inputTokens: 1_000, outputTokens: 7, costUsd },
        });
      used(1, 1);
      stream.act(2, 'I begin');
      used(3, 2);
      const files = Array.from({ length: 12 }, (_, n) => `f${n}.ts`);
      stream.push({ ...at(4), type: 'round', round: 0, files, fileCount: 120 });
      stream.push({
        ...at(5),
        ...{ type: 'repair', round: 1, of: 2, reason: 'Linting failed' },
      });
      used(6, 0.5);

      const rounds = await screen.findByRole('region', {
        name: 'Repair rounds',
      });
      await waitFor(() =>
        expect(rounds).toHaveTextContent(
          /First round.*Used 2,000 tokens in, 14 out, \$3\.00\. Changed 120 files: f0\.ts.*f9\.ts and 110 more.*Repair round 1 of 2: Linting failed.*Used 1,000 tokens in, 7 out, \$0\.5000\.$/,
        ),
      );
    });

    it('shows what is recorded of the rounds once the events are gone', async () => {
      renderPages(PAGE, new FakeBackgroundTasksApi([repaired]));

      expect(
        await screen.findByRole('region', { name: 'Repair rounds' }),
      ).toHaveTextContent(
        /First round.*\$0\.4000\. Changed 1 file: a\.ts.*Repair round 1: Linting failed.*unknown price\. Changed no file\.$/,
      );
    });
  });
});
