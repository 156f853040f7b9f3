import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { AnnouncedTask } from './AnnouncedTask';
import { createSignals } from './createSignals';
import { createNotifications } from './createNotifications';

/** Tells the portal's users of what happens to tasks. */
export interface Announcements {
  /** A task was admitted. */
  created(task: AnnouncedTask): void;
  /** A commit changed a task. */
  committed(change: { before: AnnouncedTask; after: AnnouncedTask }): void;
  /** Forgets what is still to be said. */
  close(): void;
}

/**
 * Announces tasks in the portal itself: a notification for the creator at the end, and signals by which open pages
 * learn that there is something new. Neither is ever waited for; a portal without these plugins does without them.
 */
export function createAnnouncements(options: {
  notifications: NotificationService;
  signals: SignalsService;
  /** The entity refs of those who may see the tasks of a project. */
  membersOf: (project: string) => string[];
  logger: LoggerService;
}): Announcements {
  const signals = createSignals(options);
  const notifications = createNotifications(options);
  return {
    created: task => signals.changed(task),
    committed({ before, after }) {
      if (isVisible(before, after)) signals.changed(after);
      notifications.changed(before, after);
    },
    close: () => signals.close(),
  };
}

// Of what lists and headers show: the log has a stream of its own.
function isVisible(before: AnnouncedTask, after: AnnouncedTask): boolean {
  return (
    before.status !== after.status ||
    before.phase !== after.phase ||
    before.progress !== after.progress ||
    before.cancelRequestedAt !== after.cancelRequestedAt ||
    before.prUrl !== after.prUrl ||
    before.prState !== after.prState
  );
}
