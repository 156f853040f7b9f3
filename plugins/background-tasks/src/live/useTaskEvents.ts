import { useApi } from '@backstage/frontend-plugin-api';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { backgroundTasksApiRef } from '../api';
import { followTask } from './followTask';
import { TaskEventLog } from './TaskEventLog';
import type { TaskEventSnapshot } from './types';

/** Follows a task's events as long as the component is mounted. */
export function useTaskEvents(ref: BackgroundTaskRef): TaskEventSnapshot {
  const api = useApi(backgroundTasksApiRef);
  const { project, name } = ref;
  // Each task has a log of its own: positions of two tasks are not comparable.
  const followed = useMemo(
    () => ({ taskRef: { project, name }, log: new TaskEventLog() }),
    [project, name],
  );

  useEffect(() => {
    const controller = new AbortController();
    followTask({ api, ...followed, signal: controller.signal });
    return () => controller.abort();
  }, [api, followed]);

  return useSyncExternalStore(followed.log.subscribe, followed.log.getSnapshot);
}
