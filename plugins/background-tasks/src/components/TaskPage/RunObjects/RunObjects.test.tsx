import type {
  BackgroundTask,
  TaskObject,
} from '@background-tasks/plugin-background-tasks-common';
import { fireEvent, screen, within } from '@testing-library/react';
import {
  aTask,
  FakeBackgroundTasksApi,
  refusal,
  renderPages,
} from '../../../__testUtils__';

const PAGE = '/background-tasks/payments/upgrade-lodash?tab=details';

const run = {
  attempt: 1,
  executor: 'kubernetes',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  endReason: null,
};
const place = {
  namespace: 'tasks-of-payments',
  cluster: 'one',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const session: TaskObject = {
  ...place,
  kind: 'AgenticSession',
  name: 'upgrade-lodash-1',
  status: 'Running',
  events: [
    {
      type: 'Normal',
      reason: 'Created',
      message: 'The task was created',
      count: 1,
      lastSeenAt: '2026-01-01T00:00:00.000Z',
    },
  ],
};
const pod: TaskObject = {
  ...place,
  kind: 'Pod',
  name: 'upgrade-lodash-1-job-abcde',
  status: 'Pending',
  containers: [
    {
      name: 'clone',
      state: 'terminated',
      reason: 'OOMKilled',
      exitCode: 137,
      restartCount: 0,
    },
    {
      name: 'agent',
      state: 'waiting',
      reason: 'PodInitializing',
      exitCode: null,
      restartCount: 2,
    },
  ],
  events: [
    {
      type: 'Warning',
      reason: 'Failed',
      message: 'The image cannot be pulled',
      count: 3,
      lastSeenAt: '2026-01-01T00:01:00.000Z',
    },
  ],
};

function open(changed: Partial<BackgroundTask> = {}) {
  const api = new FakeBackgroundTasksApi([aTask({ runs: [run], ...changed })]);
  api.objects = [session, pod];
  const list = jest.spyOn(api, 'listObjects');
  return { api, list, show: () => renderPages(PAGE, api) };
}

const panel = () => screen.findByRole('region', { name: 'Kubernetes objects' });

function rowsOf(table: HTMLElement) {
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );
}

describe('the objects of a run', () => {
  it('are shown with their containers and what the cluster says, the newest first', async () => {
    const { show } = open();
    show();
    const shown = within(await panel());

    const objects = await shown.findByRole('table', { name: 'Objects' });
    expect(rowsOf(objects)).toEqual([
      ['AgenticSession', session.name, 'Running', expect.any(String)],
      ['Pod', pod.name, 'Pending', expect.any(String)],
    ]);
    expect(await panel()).toHaveTextContent(
      'Namespace tasks-of-payments of cluster one',
    );
    expect(rowsOf(shown.getByRole('table', { name: 'Containers' }))).toEqual([
      ['clone', 'Ended', 'OOMKilled', '137', '0'],
      ['agent', 'Waiting', 'PodInitializing', '–', '2'],
    ]);
    const events = rowsOf(shown.getByRole('table', { name: 'Events' }));
    expect(events.map(([, ...event]) => event)).toEqual([
      ['Warning', 'Pod', 'Failed', 'The image cannot be pulled', '3'],
      ['Normal', 'AgenticSession', 'Created', 'The task was created', '1'],
    ]);
  });

  it('are not asked for where the run is in no cluster', async () => {
    const { list, show } = open({ runs: [{ ...run, executor: 'local' }] });
    show();
    await screen.findByRole('table', { name: 'Runs' });

    expect(
      screen.queryByRole('region', { name: 'Kubernetes objects' }),
    ).not.toBeInTheDocument();
    expect(list).not.toHaveBeenCalled();
  });

  it('that are removed after a run leave the session, and later nothing', async () => {
    const { api, show } = open({ status: 'Failed', outcome: 'agentFailed' });
    api.objects = [session];
    const { unmount } = show();
    expect(
      await screen.findByText(/the session keeps the final status/),
    ).toBeVisible();
    unmount();

    api.objects = [];
    show();
    expect(
      await screen.findByText('Nothing of the run is left in the cluster.'),
    ).toBeVisible();
  });

  it('that are not made yet are waited for', async () => {
    const { api, show } = open({ status: 'Creating' });
    api.objects = [];
    show();
    expect(
      await screen.findByText('Nothing was made in the cluster yet.'),
    ).toBeVisible();
  });

  it('that cannot be had are asked for again', async () => {
    const { list, show } = open({ status: 'Failed', outcome: 'agentFailed' });
    const message = "The cluster 'one' did not answer within 5 s";
    list.mockRejectedValueOnce(await refusal(503, { message }));
    show();

    expect(await screen.findByText(message)).toBeVisible();
    const shown = within(await panel());
    fireEvent.click(shown.getByRole('button', { name: 'Try again' }));
    expect(await shown.findByText(pod.name)).toBeVisible();
    expect(screen.queryByText(message)).not.toBeInTheDocument();
  });
});
