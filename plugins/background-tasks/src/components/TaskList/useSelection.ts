import {
  isFinalStatus,
  type BackgroundTaskSummary,
} from '@background-tasks/plugin-background-tasks-common';
import { useState } from 'react';

/**
 * Which of the tasks that are shown are selected, of those that can be cancelled. One that ends, or is no longer shown,
 * is not any more.
 */
export function useSelection(tasks: readonly BackgroundTaskSummary[]) {
  const [uids, setUids] = useState<ReadonlySet<string>>(new Set());
  const selectable = tasks.filter(
    ({ status, can }) => can.cancel && !isFinalStatus(status),
  );
  const selected = selectable.filter(({ uid }) => uids.has(uid));
  return {
    selectable,
    selected,
    has: (uid: string) => selected.some(task => task.uid === uid),
    toggle: (uid: string) => {
      const changed = new Set(uids);
      if (!changed.delete(uid)) changed.add(uid);
      setUids(changed);
    },
    selectAll: () => setUids(new Set(selectable.map(({ uid }) => uid))),
    clear: () => setUids(new Set()),
  };
}

/** The selection, for the rows. */
export type Selection = ReturnType<typeof useSelection>;
