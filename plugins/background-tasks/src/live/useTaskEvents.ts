import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type {
  BackgroundTaskRef,
  BackgroundTasksApi,
} from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { backgroundTasksApiRef } from '../api';
import { TaskEventsHub, thisBrowser } from './sharing';
import { TaskEventLog } from './TaskEventLog';
import type { TaskEventSnapshot } from './types';

/** Follows a task's events as long as the component is mounted. */
export function useTaskEvents(ref: BackgroundTaskRef): {
  log: TaskEventLog;
  events: TaskEventSnapshot;
} {
  const hub = useTaskEventsHub();
  const { project, name } = ref;
  // Each task has a log of its own: positions of two tasks are not comparable.
  const followed = useMemo(
    () => ({ taskRef: { project, name }, log: new TaskEventLog() }),
    [project, name],
  );
  useEffect(
    () => hub.subscribe(followed.taskRef, followed.log),
    [hub, followed],
  );

  const { log } = followed;
  return { log, events: useSyncExternalStore(log.subscribe, log.getSnapshot) };
}

// One per tab, however many of its components watch tasks; each portal in a test has its own.
const hubs = new WeakMap<BackgroundTasksApi, TaskEventsHub>();

function useTaskEventsHub(): TaskEventsHub {
  const api = useApi(backgroundTasksApiRef);
  const identityApi = useApi(identityApiRef);
  return useMemo(() => {
    const known = hubs.get(api);
    if (known) return known;
    const hub = new TaskEventsHub({
      api,
      browser: thisBrowser(),
      userRef: async () =>
        (await identityApi.getBackstageIdentity()).userEntityRef,
    });
    hubs.set(api, hub);
    return hub;
  }, [api, identityApi]);
}
