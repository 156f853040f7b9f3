import { useSignal } from '@backstage/plugin-signals-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryKeys } from './queryKeys';

const CHANNEL = 'background-tasks';
/** However many signals come, lists are fetched again at most this often. */
const AT_MOST_EVERY_MS = 1_000;

type TaskSignal = { action: string; project?: string; name?: string };

/** Fetches lists again when the portal signals that a task has changed. */
export function RefetchOnSignals() {
  const client = useQueryClient();
  const { lastSignal } = useSignal<TaskSignal>(CHANNEL);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!lastSignal) return;
    const { project, name } = lastSignal;
    if (project && name) {
      client.invalidateQueries(
        { queryKey: queryKeys.task({ project, name }) },
        { cancelRefetch: false },
      );
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const queryKey of [queryKeys.lists, queryKeys.counts]) {
        client.invalidateQueries({ queryKey }, { cancelRefetch: false });
      }
    }, AT_MOST_EVERY_MS);
  }, [client, lastSignal]);

  return null;
}
