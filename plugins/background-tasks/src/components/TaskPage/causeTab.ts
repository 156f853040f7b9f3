import type {
  BackgroundTask,
  TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';
import { useEffect, useState } from 'react';
import { tabsOf, type TaskTab } from './tabsOf';

/** Where the cause of each end without success is seen best. */
const tabs: Partial<Readonly<Record<TaskOutcome, TaskTab>>> = {
  validationFailed: 'checks',
  hookFailed: 'log',
  tooLarge: 'changes',
  conflict: 'changes',
  agentFailed: 'activity',
  infrastructure: 'log',
  accessDenied: 'log',
};

/** Which of a task's tabs shows why it failed. */
export function causeTab(task: BackgroundTask): TaskTab | undefined {
  const { outcome } = task;
  const cause = outcome ? tabs[outcome] : undefined;
  return cause && (tabsOf(task).includes(cause) ? cause : 'log');
}

/**
 * The tab that a task opens on where the address names none: of a failed one that with its cause. Who reads another
 * tab when the task fails stays there.
 *
 * @param isFresh - false while the task is only remembered from an earlier visit, and may have ended since
 */
export function useOpeningTab(task: BackgroundTask, isFresh: boolean): TaskTab {
  const [first] = tabsOf(task);
  const tab = causeTab(task) ?? first;
  const [opened, setOpened] = useState(isFresh ? tab : undefined);
  useEffect(() => {
    if (isFresh) setOpened(current => current ?? tab);
  }, [isFresh, tab]);
  return opened ?? tab;
}
