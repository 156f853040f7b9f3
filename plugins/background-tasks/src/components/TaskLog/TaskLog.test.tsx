import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  FakeBackgroundTasksApi,
  renderPages,
} from '../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash';
const LINES = 100_000;

function aLog(count: number): BackgroundTaskEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    position: index + 1,
    time: '2026-01-01T00:00:00.000Z',
    phase: index < count / 2 ? 'clone' : 'agent',
    type: 'log',
    stream: 'stdout',
    text: index % 1_000 === 10 ? `error: no ${index + 1}` : `line ${index + 1}`,
  }));
}

const view = () => screen.getByRole('log', { name: 'Log lines' });
const shown = () =>
  within(view())
    .queryAllByRole('link')
    .map(link => link.textContent);

describe('TaskLog', () => {
  it('draws few of very many lines, and finds, filters and links to each of them', async () => {
    const user = userEvent.setup();
    const api = new FakeBackgroundTasksApi([aTask()]);
    api.pastEvents.push(...aLog(LINES));
    const page = renderPages(`${PAGE}?tab=log#L70000`, api);
    await screen.findByText('100,000 lines');

    // The line of the link is chosen, and nothing is followed away from it.
    expect(
      await screen.findByRole('button', { name: 'Copy link to line 70000' }),
    ).toBeVisible();
    expect(shown().length).toBeLessThan(120);
    expect(screen.getByRole('checkbox', { name: 'Follow' })).not.toBeChecked();

    const search = screen.getByRole('searchbox', { name: 'Search the log' });
    await user.type(search, 'ERROR: no 42011');
    expect(await screen.findByText('1 line')).toBeVisible();
    await user.clear(search);
    await user.type(search, 'error');
    await screen.findByText('100 lines');
    await user.keyboard('{Enter}');
    expect(await screen.findByText('1 of 100 lines')).toBeVisible();
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(await screen.findByText('100 of 100 lines')).toBeVisible();
    await user.keyboard('{Escape}');

    await user.click(screen.getByRole('button', { name: 'Filter' }));
    const filter = await screen.findByRole('dialog', {
      name: 'What the log shows',
    });
    await user.click(within(filter).getByRole('checkbox', { name: 'Output' }));
    await user.keyboard('{Escape}');
    expect(
      await screen.findByText('100,000 lines, filtered'),
    ).toBeInTheDocument();
    await waitFor(() => expect(shown().slice(0, 2)).toEqual(['11', '1011']));
    expect(within(view()).getAllByText('Error:').length).toBeGreaterThan(2);
    page.unmount();
  });

  it('shows colours and words of a terminal as text, and takes the chosen lines along', async () => {
    const user = userEvent.setup();
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    await waitFor(() => expect(api.streams).toHaveLength(1));
    const ESC = String.fromCharCode(27);
    api.streams[0].log(
      [1, 'first'],
      [2, `${ESC}[31m<img src=x>${ESC}[0m second`],
      [3, 'third'],
    );
    expect(await screen.findByText('<img src=x>')).toBeVisible();
    const copied = jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockResolvedValue();

    await user.click(screen.getByRole('link', { name: 'Line 2' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('link', { name: 'Line 3' }));
    await user.keyboard('{/Shift}');
    await user.click(
      await screen.findByRole('button', { name: 'Copy lines 2 to 3' }),
    );
    expect(copied).toHaveBeenLastCalledWith('<img src=x> second\nthird\n');
    await user.click(
      screen.getByRole('button', { name: 'Copy link to lines 2 to 3' }),
    );
    expect(copied).toHaveBeenLastCalledWith(
      expect.stringMatching(/\?tab=log#L2-L3$/),
    );
  });
});
