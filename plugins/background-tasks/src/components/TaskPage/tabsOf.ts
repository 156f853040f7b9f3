import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import { useSearchParams } from 'react-router-dom';

const tabs = ['activity', 'log', 'checks', 'changes', 'details'] as const;

/** A part of a task's page. */
export type TaskTab = (typeof tabs)[number];

/** The parts that a task has. */
export function tabsOf({ run }: BackgroundTask): TaskTab[] {
  // A script only prints: what it does stands in the log.
  return tabs.filter(tab => tab !== 'activity' || run === null);
}

/** The part that the address names, if any, and how to name another. */
export function useTabInAddress() {
  const [params, setParams] = useSearchParams();
  const select = (tab: string) =>
    setParams(
      current => {
        const next = new URLSearchParams(current);
        next.set('tab', tab);
        return next;
      },
      { replace: true },
    );
  return { wanted: params.get('tab'), select };
}
