import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAgentTask,
  aTask,
  FakeBackgroundTasksApi,
  renderPages,
} from '../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash';
const time = '2026-01-01T00:00:00.000Z';

async function openPage(task = anAgentTask()) {
  const api = new FakeBackgroundTasksApi([task]);
  const page = renderPages(PAGE, api);
  await waitFor(() => expect(api.streams).toHaveLength(1));
  return { page, stream: api.streams[0] };
}

function shownSteps(): string[] {
  return screen
    .queryAllByText(/^step \d+$/)
    .map(element => element.textContent ?? '');
}

describe('TaskActivity', () => {
  it('shows what the agent does by round, with what sent it into the next one', async () => {
    const { stream } = await openPage();
    expect(await screen.findByText('Nothing from the agent yet')).toBeVisible();

    stream.act(1, 'I look at the **tests** <img src=x onerror=alert(1)>');
    stream.act(2, 'npm test\nwith all its output', {
      kind: 'tool',
      tool: 'Bash',
    });
    stream.act(3, 'exit code 1', { kind: 'tool', tool: 'Bash', failed: true });
    stream.act(4, '', { kind: 'edit', tool: 'Edit', path: 'src/orders.js' });
    stream.push({
      position: 5,
      time,
      phase: 'agent',
      type: 'validation',
      stage: 'agent',
      round: 0,
      check: {
        kind: 'lint',
        command: 'npm run lint',
        reason: 'script "lint" of package.json',
        status: 'failed',
        exitCode: 1,
        durationMs: 900,
        output: '',
        failures: [
          {
            file: 'src/orders.js',
            line: 7,
            rule: 'no-var',
            message: 'Unexpected var',
          },
        ],
      },
    });
    stream.push({
      position: 6,
      time,
      phase: 'agent',
      type: 'repair',
      round: 1,
      of: 2,
      reason: 'Linting failed: npm run lint',
    });
    stream.act(7, 'I use let instead', { kind: 'message', round: 1 });

    const repair = await screen.findByRole('region', {
      name: 'Repair round 1 of 2: Linting failed: npm run lint',
    });
    expect(repair).toHaveTextContent('I use let instead');
    const first = screen.getByRole('region', { name: 'First round' });
    // Markdown and HTML are words of a stranger: shown, never carried out.
    expect(first).toHaveTextContent(
      'I look at the **tests** <img src=x onerror=alert(1)>',
    );
    expect(within(first).queryByRole('img')).not.toBeInTheDocument();
    expect(first).toHaveTextContent('Linting: npm run lint');
    expect(first).toHaveTextContent('src/orders.js:7 Unexpected var (no-var)');

    const toggle = within(first).getByRole('button', {
      name: '1 tool used, 1 edit, 1 failed',
    });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(toggle);
    const did = within(first)
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(did).toContain('Failed: Bash exit code 1');
    expect(did).toContain('Edited src/orders.js');
    expect(did).toContainEqual(expect.stringContaining('Used Bash npm test'));
  });

  it('draws few of very many steps, and goes back to earlier ones', async () => {
    const { stream } = await openPage();
    for (let position = 1; position <= 12_000; position++) {
      stream.act(position, `step ${position}`);
    }
    await screen.findByText('12,000 steps', {}, { timeout: 30_000 });
    expect(shownSteps()).toHaveLength(200);
    expect(shownSteps().at(-1)).toBe('step 12000');

    await userEvent.click(
      screen.getByRole('button', { name: 'Show earlier (11,800 steps)' }),
    );
    expect(shownSteps()).toHaveLength(200);
    expect(shownSteps()[0]).toBe('step 11701');

    // What comes in meanwhile does not move what is being read.
    stream.act(12_001, 'step 12001');
    await screen.findByText('12,001 steps');
    expect(shownSteps()[0]).toBe('step 11701');

    await userEvent.click(screen.getByRole('button', { name: /Show later/ }));
    expect(shownSteps()[0]).toBe('step 11801');
    await userEvent.click(
      screen.getByRole('button', { name: 'Jump to newest' }),
    );
    expect(shownSteps().at(-1)).toBe('step 12001');
  });

  it('is not there for a script, whose words stand in the log', async () => {
    const { stream } = await openPage(aTask());
    stream.log([1, 'first']);

    expect(await screen.findByText('first')).toBeVisible();
    expect(
      screen.queryByRole('tab', { name: 'Activity' }),
    ).not.toBeInTheDocument();
  });
});
