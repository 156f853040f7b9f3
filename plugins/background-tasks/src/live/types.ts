import type {
  BackgroundTaskEvent,
  ChangedFile,
  CheckResult,
  TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';

/**
 * How the stream of events does: `ended` is the good end, `failed` a refusal that asking again would not change.
 */
export type ConnectionState =
  | 'connecting'
  | 'live'
  | 'reconnecting'
  | 'ended'
  | 'failed';

/** One line of a task's log. */
export type LogLine = {
  position: number;
  /** ISO 8601. */
  time: string;
  phase: TaskPhase;
  stream: 'stdout' | 'stderr' | 'system';
  text: string;
};

/** What the backend said last about the task as a whole. */
export type TaskStatusEvent = Extract<BackgroundTaskEvent, { type: 'status' }>;

/** What the events of a task add up to so far. */
export type TaskEventSnapshot = {
  connection: ConnectionState;
  /** The same array as long as the log lives; only `lineCount` says whether it grew. */
  lines: readonly LogLine[];
  lineCount: number;
  status: TaskStatusEvent | undefined;
  /** Percent. */
  progress: number;
  phase: TaskPhase;
  currentPhase: string;
  baseline: readonly CheckResult[];
  gate: readonly CheckResult[];
  changedFiles: readonly ChangedFile[] | undefined;
};
