import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { aTask, FakeBackgroundTasksApi } from '../__testUtils__';
import { backgroundTasksApiRef } from '../api';
import { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
import { useBackgroundTask } from './useBackgroundTask';

const MINUTE_MS = 60_000;

describe('useBackgroundTask', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['asks again and again for a task that runs', false],
    ['asks once where the events of the task are followed', true],
  ])('%s', async (_title, live) => {
    const task = aTask({ status: 'Running' });
    const api = new FakeBackgroundTasksApi([task]);
    const getTask = jest.spyOn(api, 'getTask');
    const { result, unmount } = renderHook(
      () => useBackgroundTask(task, { live }),
      {
        wrapper: ({ children }) => (
          <TestApiProvider apis={[[backgroundTasksApiRef, api]]}>
            <BackgroundTasksQueryProvider>
              {children}
            </BackgroundTasksQueryProvider>
          </TestApiProvider>
        ),
      },
    );
    await waitFor(() => expect(result.current.data?.name).toBe(task.name));
    await act(() => jest.advanceTimersByTimeAsync(MINUTE_MS));
    if (live) expect(getTask).toHaveBeenCalledTimes(1);
    else expect(getTask.mock.calls.length).toBeGreaterThan(10);
    unmount();
  });
});
