import { TestApiProvider } from '@backstage/test-utils';
import { act, fireEvent, renderHook, waitFor } from '@testing-library/react';
import { aTask, FakeBackgroundTasksApi } from '../__testUtils__';
import { backgroundTasksApiRef } from '../api';
import { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
import { useTaskObjects } from './useTaskObjects';

// Not a multiple of the interval, so that the count does not hang on a moment.
const A_WHILE_MS = 61_500;

describe('useTaskObjects', () => {
  const visibility = jest.spyOn(document, 'visibilityState', 'get');

  beforeEach(() => {
    jest.useFakeTimers();
    visibility.mockReturnValue('visible');
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => {
    visibility.mockRestore();
  });

  function see(state: DocumentVisibilityState) {
    visibility.mockReturnValue(state);
    fireEvent(window, new Event('visibilitychange'));
  }

  async function begin(active: boolean) {
    const task = aTask();
    const api = new FakeBackgroundTasksApi([task]);
    const list = jest.spyOn(api, 'listObjects');
    const hook = renderHook(
      (props: { active: boolean }) => useTaskObjects(task, props),
      {
        initialProps: { active },
        wrapper: ({ children }) => (
          <TestApiProvider apis={[[backgroundTasksApiRef, api]]}>
            <BackgroundTasksQueryProvider>
              {children}
            </BackgroundTasksQueryProvider>
          </TestApiProvider>
        ),
      },
    );
    await waitFor(() => expect(hook.result.current.isSuccess).toBe(true));
    const wait = () => act(() => jest.advanceTimersByTimeAsync(A_WHILE_MS));
    return { ...hook, list, wait };
  }

  it('looks every 10 s while the task runs, once more at its end, and then no more', async () => {
    const { list, wait, rerender, result, unmount } = await begin(true);
    await wait();
    expect(list).toHaveBeenCalledTimes(7);

    rerender({ active: false });
    // What was seen before stays until the last look is there.
    expect(result.current.data).toEqual({ items: [] });
    await wait();
    expect(list).toHaveBeenCalledTimes(8);
    unmount();
  });

  it('does not look while nobody sees the page', async () => {
    const { list, wait, unmount } = await begin(true);
    see('hidden');
    await wait();
    expect(list).toHaveBeenCalledTimes(1);
    see('visible');
    await act(() => jest.advanceTimersByTimeAsync(100));
    expect(list).toHaveBeenCalledTimes(2);
    unmount();
  });

  it('does not look sooner because the page is seen again', async () => {
    const { list, unmount } = await begin(true);
    see('hidden');
    see('visible');
    await act(() => jest.advanceTimersByTimeAsync(5_000));
    expect(list).toHaveBeenCalledTimes(1);
    unmount();
  });
});
