import type { BackgroundTaskSummary } from '@background-tasks/plugin-background-tasks-common';
import { formatDuration } from '../common/formatDuration';

const SECOND_MS = 1_000;

/** How long a task has worked, or worked; a dash for one that has not begun. */
export function TaskDuration(props: {
  task: BackgroundTaskSummary;
  /** In ms since 1970. */
  now: number;
}) {
  const { startedAt, completedAt } = props.task;
  if (!startedAt) return <>–</>;
  const begin = Date.parse(startedAt);
  if (completedAt) {
    return <>{formatDuration(Math.max(0, Date.parse(completedAt) - begin))}</>;
  }
  const whole = Math.floor((props.now - begin) / SECOND_MS) * SECOND_MS;
  return <>{formatDuration(Math.max(SECOND_MS, whole))}</>;
}
