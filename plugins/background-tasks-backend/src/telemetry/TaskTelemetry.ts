import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import type { TaskChange } from '../store';
import type { Run, Task } from '../tasks';

/** A phase of a run that has ended; times are ms since 1970. */
export type EndedPhase = {
  phase: RunnerPhase;
  outcome: string;
  from: number;
  to: number;
};

/** What is counted and measured. */
export interface TaskMetrics {
  /** A task was admitted. */
  created(task: Task): void;
  /** A commit changed a task: its end, its queue time, its usage and its pull request are all read from there. */
  committed(change: TaskChange): void;
  phaseEnded(task: Task, ended: EndedPhase): void;
  /** A run is followed by this replica (1), or no more (-1). */
  runsFollowed(change: 1 | -1, run: Run): void;
  /** A pull request was seen in this state for the first time. */
  pullRequestSeen(project: string, state: 'open' | 'merged' | 'closed'): void;
  /** Publishing is tried again, and why. */
  publishRetried(reason: string): void;
}

/** What orchestration tells of its work, for traces and metrics. */
export interface TaskTelemetry {
  /** All that one replica does for a task, as a part of the trace in which the task was created. */
  drive(task: Task, work: () => Promise<Task>): Promise<void>;
  /** One attempt, from its start or from where it is taken up. */
  run<T>(task: Task, run: Run, work: () => Promise<T>): Promise<T>;
  phaseEnded(task: Task, ended: EndedPhase): void;
  /** What is written to the code host; `task` is as it was before. */
  publish<T>(task: Task, work: () => Promise<T>): Promise<T>;
}
