import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { aTask, FakeBackgroundTasksApi, refusal } from '../__testUtils__';
import { backgroundTasksApiRef } from '../api';
import { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
import { useBackgroundTasks } from './useBackgroundTasks';

const A_WHILE_MS = 30_000;

describe('useBackgroundTasks', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['comes back by itself where the portal was away', 503, 'success'],
    ['does not ask again what was refused', 403, 'error'],
  ])('%s', async (_title, status, then) => {
    const error = await refusal(status, { message: 'Not now' });
    const api = new FakeBackgroundTasksApi([aTask({ status: 'Completed' })]);
    // A failure is tried again once, at once.
    jest
      .spyOn(api, 'listTasks')
      .mockRejectedValueOnce(error)
      .mockRejectedValueOnce(error);
    const { result, unmount } = renderHook(() => useBackgroundTasks({}), {
      wrapper: ({ children }) => (
        <TestApiProvider apis={[[backgroundTasksApiRef, api]]}>
          <BackgroundTasksQueryProvider>
            {children}
          </BackgroundTasksQueryProvider>
        </TestApiProvider>
      ),
    });
    await waitFor(() => expect(result.current.status).toBe('error'));

    await act(() => jest.advanceTimersByTimeAsync(A_WHILE_MS));

    expect(result.current.status).toBe(then);
    unmount();
  });
});
