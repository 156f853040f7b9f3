import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useMemo } from 'react';
import { useBackgroundTask } from '../../hooks';
import {
  applyEvents,
  useTaskEvents,
  type TaskEventLog,
  type TaskEventSnapshot,
} from '../../live';

/** A task as it is now: fetched, and kept up to date by its events. */
export function useLiveTask(taskRef: BackgroundTaskRef): {
  task: BackgroundTask | undefined;
  /** Whether it was fetched since the page opened; else it is remembered from before. */
  isFresh: boolean;
  /** Whether what the user may do was fetched with the task as it is now: events do not tell that. */
  rightsKnown: boolean;
  events: TaskEventSnapshot;
  /** All that its events say, line by line. */
  log: TaskEventLog;
  error: unknown;
  refetch: () => void;
} {
  const { events, log } = useTaskEvents(taskRef);
  const query = useBackgroundTask(taskRef, {
    live: events.connection === 'live',
  });
  const { refetch } = query;

  // What events do not carry (what the user may do now, the pull request's number, …) changes with these.
  const status = events.status?.position;
  const ended = events.connection === 'ended';
  const changed = events.changedFiles !== undefined;
  useEffect(() => {
    if (status !== undefined || ended || changed) refetch();
  }, [status, ended, changed, refetch]);

  const task = useMemo(
    () => query.data && applyEvents(query.data, events),
    [query.data, events],
  );
  return {
    task,
    isFresh: query.isFetchedAfterMount,
    rightsKnown:
      query.data !== undefined &&
      task !== undefined &&
      isFinalStatus(query.data.status) === isFinalStatus(task.status),
    events,
    log,
    error: query.error,
    refetch,
  };
}
