import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { aTask, FakeBackgroundTasksApi } from '../__testUtils__';
import { backgroundTasksApiRef } from '../api';
import { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
import { useBackgroundTask } from './useBackgroundTask';

// Not a multiple of the interval, so that the count does not hang on a moment.
const A_WHILE_MS = 61_500;

describe('useBackgroundTask', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['asks again and again for a task that runs', { live: false, asked: 21 }],
    [
      'asks once where the events of the task are followed',
      { live: true, asked: 1 },
    ],
  ])('%s', async (_title, { live, asked }) => {
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
    await act(() => jest.advanceTimersByTimeAsync(A_WHILE_MS));
    expect(getTask).toHaveBeenCalledTimes(asked);
    unmount();
  });
});
