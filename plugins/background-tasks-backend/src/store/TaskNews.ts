import type { Task } from '../tasks/Task';

/** Where a task's events stand. */
export type TaskPosition = {
  taskUid: string;
  /** The position of its last event; 0 where there is none. */
  lastPosition: number;
  ended: boolean;
};

/** How replicas hear of what others did to a task. */
export interface TaskNews {
  /** Whether announcements of other replicas come by themselves; otherwise only asking helps. */
  readonly live: boolean;
  /** Tells the other replicas, soon and at best: what is lost on the way is found by whoever asks. */
  announce(position: TaskPosition): void;
  /** Calls back with what other replicas announce, until the returned function is called. */
  listen(listener: (position: TaskPosition) => void): () => void;
  /** Asks where tasks stand, in one statement. Tasks that do not exist are left out. */
  positions(taskUids: string[]): Promise<TaskPosition[]>;
  close(): Promise<void>;
}

/** Where a task stands as it was read. */
export function positionOf(
  task: Pick<Task, 'uid' | 'lastPosition' | 'completedAt'>,
): TaskPosition {
  return {
    taskUid: task.uid,
    lastPosition: task.lastPosition,
    ended: task.completedAt !== null,
  };
}
