import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import {
  isFinalStatus,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { AnnouncedTask } from './AnnouncedTask';

type Payload = Parameters<NotificationService['send']>[0]['payload'];

const MAX_DESCRIPTION = 500;

const titles: Partial<Record<TaskStatus, string>> = {
  Completed: 'the background task has completed',
  Failed: 'the background task has failed',
  Stopped: 'the background task was cancelled',
  Timeout: 'the background task ran out of time',
};

/** Notifications for the creator of a task when it has ended. Who cancelled their own task knows already. */
export function createNotifications(options: {
  notifications: NotificationService;
  logger: LoggerService;
}) {
  const { notifications, logger } = options;
  return {
    changed(before: AnnouncedTask, after: AnnouncedTask): void {
      const ended =
        isFinalStatus(after.status) && !isFinalStatus(before.status);
      if (!ended) return;
      if (
        after.status === 'Stopped' &&
        after.cancelRequestedBy === after.creator
      ) {
        return;
      }
      notifications
        .send({
          recipients: { type: 'entity', entityRef: after.creator },
          payload: payloadOf(after),
        })
        // Most often the portal has no notifications plugin.
        .catch(error =>
          logger.debug(
            `No notification about '${after.name}': ${stringifyError(error)}`,
          ),
        );
    },
  };
}

function payloadOf(task: AnnouncedTask): Payload {
  return {
    title: `${task.name}: ${titles[task.status] ?? task.status}`,
    description: descriptionOf(task).slice(0, MAX_DESCRIPTION),
    link: `/background-tasks/${task.project}/${task.name}`,
    severity: task.status === 'Completed' ? 'normal' : 'high',
    topic: 'background-tasks',
    // A task that is told of twice is still one notification.
    scope: `background-task:${task.uid}`,
  };
}

function descriptionOf(task: AnnouncedTask): string {
  if (task.prUrl) return `Pull request: ${task.prUrl}`;
  if (task.outcome === 'noChanges') return 'There was nothing to change.';
  return task.error ?? '';
}
