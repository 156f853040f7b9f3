import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { backgroundTasksApiRef, errorMessage } from '../api';
import { queryKeys } from './queryKeys';

/** An answer waits up to 10 s for a task's end, so several are asked for at once. */
const AT_ONCE = 5;

/** What became of one of several tasks that were to be cancelled. */
export type CancelResult =
  | { state: 'waiting' }
  | { state: 'cancelled' }
  | { state: 'stopping' }
  | { state: 'refused'; message: string };

/** Cancels several tasks, and tells of each what became of it: by `uid`. */
export function useCancelBackgroundTasks() {
  const api = useApi(backgroundTasksApiRef);
  const client = useQueryClient();
  const [results, setResults] = useState<Record<string, CancelResult>>({});
  const [running, setRunning] = useState(false);

  const cancelOne = async (
    task: BackgroundTaskRef & { uid: string },
  ): Promise<void> => {
    const result = await api.cancelTask(task).then(
      ({ stopping }): CancelResult => ({
        state: stopping ? 'stopping' : 'cancelled',
      }),
      (error): CancelResult => ({
        state: 'refused',
        message: errorMessage(error),
      }),
    );
    setResults(known => ({ ...known, [task.uid]: result }));
    client.invalidateQueries({ queryKey: queryKeys.task(task) });
  };

  const cancel = async (
    tasks: readonly (BackgroundTaskRef & { uid: string })[],
  ): Promise<void> => {
    setRunning(true);
    setResults(
      Object.fromEntries(tasks.map(({ uid }) => [uid, { state: 'waiting' }])),
    );
    const left = [...tasks];
    const worker = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        await cancelOne(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setRunning(false);
    await Promise.all(
      [queryKeys.lists, queryKeys.counts].map(queryKey =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };

  return { cancel, results, running, reset: () => setResults({}) };
}
