import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { BACKGROUND_TASKS_SIGNAL_CHANNEL } from '@background-tasks/plugin-background-tasks-common';
import type { AnnouncedTask } from './AnnouncedTask';

/** Signals about one task are at least so far apart. */
const INTERVAL_MS = 1_000;

/**
 * Signals by which open pages learn that a task changed: at once, and then at most once a second, the last of them
 * after the last change. They say which task it was, and nothing about it.
 */
export function createSignals(options: {
  signals: SignalsService;
  membersOf: (project: string) => string[];
  logger: LoggerService;
}) {
  const { signals, membersOf, logger } = options;
  /** Tasks of which was told in the last second, and whether they changed since. */
  const quiet = new Map<string, { timer: NodeJS.Timeout; changed: boolean }>();

  function send({ project, name }: AnnouncedTask): void {
    signals
      .publish({
        recipients: { type: 'user', entityRef: membersOf(project) },
        channel: BACKGROUND_TASKS_SIGNAL_CHANNEL,
        message: { action: 'refetch', project, name },
      })
      // A hint that gets lost is made up for by the next one, or by the page's own questions.
      .catch(error =>
        logger.debug(`Signal not sent: ${stringifyError(error)}`),
      );
  }

  function changed(task: AnnouncedTask): void {
    const pause = quiet.get(task.uid);
    if (pause) {
      pause.changed = true;
      return;
    }
    send(task);
    const timer = setTimeout(() => {
      const ended = quiet.get(task.uid);
      quiet.delete(task.uid);
      if (ended?.changed) changed(task);
    }, INTERVAL_MS);
    timer.unref();
    quiet.set(task.uid, { timer, changed: false });
  }

  return {
    changed,
    close() {
      for (const { timer } of quiet.values()) clearTimeout(timer);
      quiet.clear();
    },
  };
}
