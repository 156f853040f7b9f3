import type { StopReason } from '@background-tasks/plugin-background-tasks-common';
import type { Run } from '../tasks';
import type { DrivenTask } from './driveTask';

/** Watches a run for a cancel, for a budget that is used up and for its deadline, and then stops it. */
export class RunGuard {
  private readonly timer: NodeJS.Timeout;
  private readonly unwatch: () => void;
  private stopped = false;

  constructor(private readonly driven: DrivenTask, private readonly run: Run) {
    const { task, lease } = driven;
    const left = (task.deadlineAt ?? Infinity) - Date.now();
    this.timer = setTimeout(
      () => this.stop('deadlineExceeded'),
      // Longer than a timer can hold never comes: tasks last an hour.
      Math.min(Math.max(left, 0), 2 ** 31 - 1),
    ).unref();
    this.unwatch = lease.watch(now => {
      if (now.cancelRequestedAt !== null) this.stop('cancelled');
      else if (now.budgetExhausted !== null) this.stop('budgetExhausted');
    });
    if (task.cancelRequestedAt !== null) this.stop('cancelled');
    else if (task.budgetExhausted !== null) this.stop('budgetExhausted');
  }

  close(): void {
    clearTimeout(this.timer);
    this.unwatch();
  }

  private stop(reason: StopReason): void {
    if (this.stopped) return;
    this.stopped = true;
    const { deps, logger } = this.driven;
    deps.executor
      .stop(this.run.handle ?? { run: this.run.uid }, reason)
      .catch(error => {
        this.stopped = false;
        logger.error(`Stopping the run failed: ${error}`);
      });
  }
}
