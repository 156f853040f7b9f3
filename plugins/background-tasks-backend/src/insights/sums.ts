import { taskStatuses } from '@background-tasks/plugin-background-tasks-common';
import type { InsightsSums } from '../store';

/** The sums of no task. */
export function noSums(): InsightsSums {
  return {
    tasks: 0,
    statuses: {
      Pending: 0,
      Creating: 0,
      Running: 0,
      Completed: 0,
      Failed: 0,
      Stopped: 0,
      Timeout: 0,
    },
    retries: 0,
    retriesSucceeded: 0,
    ended: 0,
    endedWithinHour: 0,
    openPullRequests: 0,
    mergedPullRequests: 0,
    closedPullRequests: 0,
    costUsd: 0,
    tasksOfUnknownCost: 0,
    tokens: 0,
  };
}

/** The sums of two sets of tasks together. */
export function addSums(a: InsightsSums, b: InsightsSums): InsightsSums {
  const statuses = { ...a.statuses };
  for (const status of taskStatuses) statuses[status] += b.statuses[status];
  return {
    tasks: a.tasks + b.tasks,
    statuses,
    retries: a.retries + b.retries,
    retriesSucceeded: a.retriesSucceeded + b.retriesSucceeded,
    ended: a.ended + b.ended,
    endedWithinHour: a.endedWithinHour + b.endedWithinHour,
    openPullRequests: a.openPullRequests + b.openPullRequests,
    mergedPullRequests: a.mergedPullRequests + b.mergedPullRequests,
    closedPullRequests: a.closedPullRequests + b.closedPullRequests,
    costUsd: a.costUsd + b.costUsd,
    tasksOfUnknownCost: a.tasksOfUnknownCost + b.tasksOfUnknownCost,
    tokens: a.tokens + b.tokens,
  };
}
