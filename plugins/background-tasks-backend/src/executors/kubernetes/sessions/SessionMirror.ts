import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isFinalStatus } from '@background-tasks/plugin-background-tasks-common';
import type { ResourceStore, TaskReader } from '../../../store';
import type { Task } from '../../../tasks';
import { isNotFound, type Cluster } from '../clusters';
import { eventsBetween, sessionStatusOf } from './presentSession';
import { ResourceApi, type ResourceEvent } from './ResourceApi';
import { SessionGoneError, type Sessions } from './Sessions';

/** How often the status of one task is written at most. */
const STATUS_MS = 1_000;
/** And where only its log grew. */
const LOG_MS = 5_000;
const MAX_BACKOFF_MS = 30_000;
/** After so many failures the sweep has to find it. */
const MAX_FAILURES = 8;

type Entry = {
  task: Task;
  /** As it was last written. */
  written: Task | undefined;
  /** What is still to be emitted of what was written. */
  unsaid: ResourceEvent[];
  writtenAt: number;
  timer: NodeJS.Timeout | undefined;
  /** When the timer is due. */
  dueAt: number;
  writing: boolean;
  failures: number;
};

type Options = {
  store: TaskReader;
  resources: ResourceStore;
  sessions: Pick<Sessions, 'ensure'>;
  clusterOf: (project: string) => Cluster;
  /** The session of a task was found to be deleted, by whomever. */
  onMissing: (taskUid: string) => Promise<void>;
  logger: LoggerService;
};

/**
 * Writes how tasks stand to their sessions. It is told by whoever commits, which while a task runs is the replica that
 * holds it; nobody waits for it.
 */
export class SessionMirror {
  private readonly entries = new Map<string, Entry>();
  private closed = false;

  constructor(private readonly options: Options) {}

  /** A task was made or changed, and how it stands now is in the store. */
  changed(taskUid: string): void {
    this.options.store
      .getTaskByUid(taskUid)
      .then(task => task && this.note(task))
      .catch(error => this.warn(taskUid, error));
  }

  /** How a task stands. */
  note(task: Task): void {
    if (this.closed) return;
    const entry = this.entries.get(task.uid) ?? {
      task,
      written: undefined,
      unsaid: [],
      writtenAt: 0,
      timer: undefined,
      dueAt: 0,
      writing: false,
      failures: 0,
    };
    this.entries.set(task.uid, entry);
    // Two commits may tell of themselves in the wrong order.
    if (task.lastPosition < entry.task.lastPosition) return;
    entry.task = task;
    this.schedule(entry);
  }

  close(): void {
    this.closed = true;
    for (const { timer } of this.entries.values()) clearTimeout(timer);
    this.entries.clear();
  }

  private schedule(entry: Entry, notBefore = 0): void {
    if (entry.writing || this.closed) return;
    const interval =
      entry.written && !differsInMore(entry.written, entry.task)
        ? LOG_MS
        : STATUS_MS;
    const dueAt = Math.max(entry.writtenAt + interval, notBefore);
    if (entry.timer !== undefined && entry.dueAt <= dueAt) return;
    // A runner that works in silence gives a sign of life now and again, which nobody sees in the cluster.
    const { written, task, unsaid } = entry;
    if (written && unsaid.length === 0 && looksLike(written, task)) return;
    clearTimeout(entry.timer);
    entry.dueAt = dueAt;
    entry.timer = setTimeout(
      () => this.write(entry),
      Math.max(0, dueAt - Date.now()),
    ).unref();
  }

  private async write(entry: Entry): Promise<void> {
    entry.timer = undefined;
    entry.writing = true;
    const { uid } = entry.task;
    let retryAt = 0;
    try {
      await this.mirror(entry);
      entry.failures = 0;
      entry.writtenAt = Date.now();
    } catch (error) {
      if (error instanceof SessionGoneError) {
        this.entries.delete(uid);
        return;
      }
      this.warn(uid, error);
      entry.failures += 1;
      if (entry.failures > MAX_FAILURES) {
        this.entries.delete(uid);
        return;
      }
      retryAt =
        Date.now() + Math.min(STATUS_MS * 2 ** entry.failures, MAX_BACKOFF_MS);
    } finally {
      entry.writing = false;
    }
    if (hasNews(entry)) this.schedule(entry, retryAt);
    else if (isFinalStatus(entry.task.status)) this.entries.delete(uid);
  }

  /** Writes how the task stands when it is this write's turn. */
  private async mirror(entry: Entry): Promise<void> {
    const { clusterOf, resources, sessions, onMissing } = this.options;
    const cluster = clusterOf(entry.task.project);
    if (entry.failures > 0) await this.refresh(entry);
    let { task } = entry;
    const session = await sessions.ensure(cluster, { taskUid: task.uid });
    const api = new ResourceApi(cluster);
    try {
      await api.patchStatus('AgenticSession', session, () => {
        task = entry.task;
        return sessionStatusOf(task);
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await onMissing(task.uid);
      throw new SessionGoneError();
    }
    if (isFinalStatus(task.status)) {
      await resources.change(
        { kind: 'session', ownerUid: task.uid },
        { synced: true },
      );
    }
    entry.unsaid.push(...eventsBetween(entry.written, task));
    entry.written = task;
    while (entry.unsaid.length > 0) {
      await api.emit('AgenticSession', session, entry.unsaid[0]);
      entry.unsaid.shift();
    }
  }

  /** While it could not be written, another replica may have taken the task over. */
  private async refresh(entry: Entry): Promise<void> {
    const task = await this.options.store.getTaskByUid(entry.task.uid);
    if (task && task.lastPosition > entry.task.lastPosition) entry.task = task;
  }

  private warn(taskUid: string, error: unknown): void {
    this.options.logger.warn(
      `Writing the AgenticSession of task ${taskUid} failed: ${stringifyError(
        error,
      )}`,
    );
  }
}

function hasNews({ task, written, unsaid }: Entry): boolean {
  return task !== written || unsaid.length > 0;
}

/** Whether nothing differs of what a session shows. */
function looksLike(before: Task, after: Task): boolean {
  return (
    eventsBetween(before, after).length === 0 &&
    JSON.stringify(sessionStatusOf(before)) ===
      JSON.stringify(sessionStatusOf(after))
  );
}

/** Whether anything changed that people wait for; a log that grew is not of that kind. */
function differsInMore(before: Task, after: Task): boolean {
  return (
    before.status !== after.status ||
    before.progress !== after.progress ||
    before.phase !== after.phase ||
    before.checkKind !== after.checkKind ||
    before.prUrl !== after.prUrl ||
    before.cancelRequestedAt !== after.cancelRequestedAt
  );
}
