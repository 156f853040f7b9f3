import type {
  BackgroundTaskEvent,
  ChangedFile,
  CheckResult,
  ModelUsage,
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

/** How much a line wants to be read; `system` is the voice of the runner and of the backend. */
export type LogLevel = 'error' | 'warning' | 'system' | 'output';

/** One line of a task's log. */
export type LogLine = {
  position: number;
  /** ISO 8601. */
  time: string;
  phase: TaskPhase;
  stream: 'stdout' | 'stderr' | 'system';
  /** As it was printed, with the codes for colours. */
  text: string;
  /** What a terminal would show of it, without colours. */
  plain: string;
  level: LogLevel;
};

/** What the backend said last about the task as a whole. */
export type TaskStatusEvent = Extract<BackgroundTaskEvent, { type: 'status' }>;

/** One thing that the agent thought, said, ran or edited. */
export type Activity = Extract<BackgroundTaskEvent, { type: 'activity' }>;

/** What makes up the work of an agent: what it did and used, how that was looked at, and why it went on. */
export type AgentEvent =
  | Activity
  | Extract<
      BackgroundTaskEvent,
      { type: 'repair' | 'validation' | 'round' | 'usage' }
    >;

/** What the agent says of itself. */
export type AgentProgram = Pick<
  Extract<BackgroundTaskEvent, { type: 'agent' }>,
  'version' | 'model'
>;

/** The time (ISO 8601) of the first event of each phase, in the run that was started last. */
export type PhaseStarts = Partial<Record<TaskPhase, string>>;

/** What the events of a task add up to so far; another object whenever one of these has changed. */
export type TaskEventSnapshot = {
  connection: ConnectionState;
  status: TaskStatusEvent | undefined;
  /** Percent. */
  progress: number;
  phase: TaskPhase;
  currentPhase: string;
  phaseStarts: PhaseStarts;
  baseline: readonly CheckResult[];
  gate: readonly CheckResult[];
  changedFiles: readonly ChangedFile[] | undefined;
  agent: AgentProgram | undefined;
  repairRounds: number;
  usage: ModelUsage;
};

/** Things of one kind in the order of their positions. */
export type ListSnapshot<T> = {
  /** The same array as long as the log lives; only `count` says whether it grew. */
  items: readonly T[];
  count: number;
  /** Another number where something was put between those that were there. */
  revision: number;
};
