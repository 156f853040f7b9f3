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
    // Who presses Enter before anything is found gets there all the same.
    await user.type(search, 'error{Enter}');
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

    await user.click(screen.getByRole('button', { name: /^Jump to newest/ }));
    expect(view()).toHaveFocus();
    expect(screen.getByRole('checkbox', { name: 'Follow' })).toBeChecked();
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

  it('tells what a search found once, however many matching lines still come', async () => {
    const user = userEvent.setup();
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    await waitFor(() => expect(api.streams).toHaveLength(1));
    api.streams[0].log([1, 'first error'], [2, 'second']);
    await screen.findByText('second');
    const log = screen.getByRole('region', { name: 'Log' });
    const told = within(log).getByRole('status');

    await user.type(
      screen.getByRole('searchbox', { name: 'Search the log' }),
      'error',
    );
    await waitFor(() => expect(told).toHaveTextContent('1 line matches'));
    api.streams[0].log([3, 'third error']);
    const search = screen.getByRole('search', { name: 'Search in the log' });
    expect(await within(search).findByText('2 lines')).toBeVisible();
    expect(told).toHaveTextContent('1 line matches');

    await user.keyboard('{Enter}{Enter}');
    expect(told).toHaveTextContent('Match 2 of 2, line 3: third error');
  });

  it('goes from line to line by keys, chooses and links them, and tells where it is', async () => {
    const user = userEvent.setup();
    const api = new FakeBackgroundTasksApi([aTask()]);
    renderPages(PAGE, api);
    await waitFor(() => expect(api.streams).toHaveLength(1));
    api.streams[0].log([1, 'first'], [2, 'second'], [3, 'third']);
    await screen.findByText('third');
    const log = screen.getByRole('region', { name: 'Log' });
    const told = within(log).getByRole('status');
    const follow = screen.getByRole('checkbox', { name: 'Follow' });
    view().focus();

    // Who follows the end is at the end.
    await user.keyboard('{ArrowUp}');
    expect(told).toHaveTextContent('Line 3: third');
    expect(follow).not.toBeChecked();
    await user.keyboard('{ArrowUp}{Enter}');
    expect(told).toHaveTextContent('Line 2 is chosen');
    expect(screen.getByRole('link', { current: 'location' })).toHaveAttribute(
      'href',
      '?tab=log#L2',
    );

    // Past the first line there is only the heading of its phase.
    await user.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
    expect(told).toHaveTextContent('Lines 1 to 2 are chosen');
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(told).toHaveTextContent('Lines 2 to 3 are chosen');
    expect(view()).toHaveFocus();

    const copied = jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockResolvedValue();
    await user.click(
      screen.getByRole('button', { name: 'Copy link to lines 2 to 3' }),
    );
    expect(copied).toHaveBeenLastCalledWith(
      expect.stringMatching(/\?tab=log#L2-L3$/),
    );

    // The keys go on from the line that was chosen by hand.
    await user.click(screen.getByRole('link', { name: 'Line 1' }));
    expect(view()).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(told).toHaveTextContent('Line 2: second');
  });
});
