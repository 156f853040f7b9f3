import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  TaskObject,
  TaskObjectEvent,
} from '@background-tasks/plugin-background-tasks-common';
import type { TaskExecutor } from '@background-tasks/plugin-background-tasks-node';
import type { Redact } from '../credentials';
import type { TaskStore } from '../store';
import type { Run, Task } from './Task';

/** What was seen holds so long for the next viewer. */
const KEPT_MS = 2_000;
const MAX_WORDS = 200;
const MAX_MESSAGE = 1_000;

type Options = {
  store: Pick<TaskStore, 'latestRun'>;
  executor: Pick<TaskExecutor, 'id' | 'describe'>;
  redact: Redact;
  logger: LoggerService;
};

/** The objects that runs are made of. However many viewers a run has, they share one look at it. */
export class TaskObjects {
  private readonly looks = new Map<string, Promise<TaskObject[]>>();

  constructor(private readonly options: Options) {}

  /**
   * Those of the latest run of a task; none where runs are not made of any.
   *
   * @throws ServiceUnavailableError where they cannot be looked up just now
   */
  async of(task: Pick<Task, 'uid'>): Promise<TaskObject[]> {
    const run = await this.options.store.latestRun(task.uid);
    // The run may be of an executor that this portal had before.
    if (!run || run.executor !== this.options.executor.id) return [];
    const known = this.looks.get(run.uid);
    if (known) return known;
    const look = this.look(run);
    this.looks.set(run.uid, look);
    const forget = () => this.looks.delete(run.uid);
    look.then(() => setTimeout(forget, KEPT_MS).unref(), forget);
    return look;
  }

  private async look({ uid, handle }: Run): Promise<TaskObject[]> {
    const { executor, logger } = this.options;
    if (!handle) return [];
    try {
      const objects = (await executor.describe?.(handle)) ?? [];
      return objects.map(object => this.present(object));
    } catch (error) {
      const { message, cause } =
        error instanceof Error ? error : new Error(String(error));
      logger.warn(
        `The objects of run ${uid} could not be read: ${message}${
          cause ? ` (${cause})` : ''
        }`,
      );
      throw new ServiceUnavailableError(this.text(message, MAX_MESSAGE));
    }
  }

  private present({ containers, ...object }: TaskObject): TaskObject {
    return {
      ...object,
      status: this.text(object.status, MAX_WORDS),
      events: object.events.map(event => this.presentEvent(event)),
      ...(containers && {
        containers: containers.map(container => ({
          ...container,
          reason: container.reason && this.text(container.reason, MAX_WORDS),
        })),
      }),
    };
  }

  private presentEvent(event: TaskObjectEvent): TaskObjectEvent {
    return {
      ...event,
      reason: this.text(event.reason, MAX_WORDS),
      message: this.text(event.message, MAX_MESSAGE),
    };
  }

  /** Redacted before it is cut: a part of a secret would not be known as one. */
  private text(text: string, length: number): string {
    return this.options.redact(text).slice(0, length);
  }
}
