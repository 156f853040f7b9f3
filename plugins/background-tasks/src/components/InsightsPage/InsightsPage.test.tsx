import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeOverviewApi,
  refusal,
  renderPages,
  someFigures,
  someInsights,
} from '../../__testUtils__';

const PAGE = '/background-tasks/insights';
const RANGE = `${PAGE}?from=2026-01-01&to=2026-01-02`;

describe('InsightsPage', () => {
  it('tells the key figures, and each chart also as a table', async () => {
    renderPages(RANGE, new FakeOverviewApi());
    const figures = await screen.findByLabelText('Key figures');
    expect(figures).toHaveTextContent('Success rate75 %3 of 4');
    expect(figures).toHaveTextContent(
      'Time to pull request5 minMedian; 90 % within 15 min',
    );
    expect(figures).toHaveTextContent('2 merged, 1 open, 0 closed');
    expect(figures).toHaveTextContent('Retries that succeeded50 %1 of 2');
    expect(figures).toHaveTextContent('$1.50');

    const chart = screen.getByRole('region', {
      name: 'Tasks by status per day',
    });
    await userEvent.click(
      within(chart).getByRole('button', { name: /^Show as table/ }),
    );
    expect(
      within(chart).getByRole('button', { name: /^Show as chart/ }),
    ).toHaveTextContent('Show as chart');
    const table = within(chart).getByRole('table');
    const rows = within(table).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      'DayCompletedFailed',
      'Jan 120',
      'Jan 211',
    ]);
    const templates = screen.getByRole('table', { name: 'By template' });
    expect(
      within(templates).getByRole('link', { name: 'upgrade-dependency' }),
    ).toHaveAttribute(
      'href',
      '/background-tasks/templates/payments/upgrade-dependency',
    );
    expect(within(templates).getByText('No template (payments)')).toBeVisible();
  });

  it('asks for whole days of UTC, which stand in the URL with the project', async () => {
    const api = new FakeOverviewApi();
    renderPages(RANGE, api);
    await screen.findByLabelText('Key figures');
    expect(api.asked).toEqual([
      { from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' },
    ]);
    fireEvent.change(screen.getByLabelText('To'), {
      target: { value: '2026-02-01' },
    });
    await userEvent.click(screen.getByRole('button', { name: /All projects/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Payments' }));
    await waitFor(() =>
      expect(api.asked.at(-1)).toEqual({
        project: 'payments',
        from: '2026-01-01T00:00:00.000Z',
        to: '2026-02-02T00:00:00.000Z',
      }),
    );
    const month = screen.getByRole('button', { name: '30 days' });
    expect(month).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(month);
    expect(month).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() =>
      expect(api.asked.at(-1)?.from).not.toBe('2026-01-01T00:00:00.000Z'),
    );
  });

  it('asks for nothing while the range makes no sense', async () => {
    const api = new FakeOverviewApi();
    renderPages(`${PAGE}?from=2026-01-02&to=2026-01-01`, api);
    expect(
      await screen.findByText('The last day is before the first one'),
    ).toBeVisible();
    expect(api.asked).toEqual([]);
  });

  it('leads on where there is nothing, and says why figures could not be loaded', async () => {
    const api = new FakeOverviewApi();
    api.projects = await api.listProjects();
    api.insights = { ...someInsights(), total: someFigures(0, 0) };
    api.failures.push(await refusal(403, { message: 'Not for you' }));
    renderPages(RANGE, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Not for you');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('No task was created in this time'),
    ).toBeVisible();
  });
});
