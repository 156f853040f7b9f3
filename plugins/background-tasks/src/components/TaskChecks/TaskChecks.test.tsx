import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
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
});
