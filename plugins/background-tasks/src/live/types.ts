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

/** One thing that the agent thought, said, ran or edited. */
export type Activity = Extract<BackgroundTaskEvent, { type: 'activity' }>;

/** What makes up the work of an agent: what it did, how that was looked at, and why it went on. */
export type AgentEvent =
  | Activity
  | Extract<BackgroundTaskEvent, { type: 'repair' | 'validation' }>;

/** What the agent says of itself. */
export type AgentProgram = Pick<
  Extract<BackgroundTaskEvent, { type: 'agent' }>,
  'version' | 'model'
>;

/** What the task has used; `costUsd` is null where the price of a call is unknown. */
export type Usage = Pick<
  Extract<BackgroundTaskEvent, { type: 'usage' }>,
  'inputTokens' | 'outputTokens' | 'costUsd'
>;

/** What the events of a task add up to so far. */
export type TaskEventSnapshot = {
  connection: ConnectionState;
  /** The same array as long as the log lives; only `lineCount` says whether it grew. */
  lines: readonly LogLine[];
  lineCount: number;
  /** As `lines`: the same array, which `agentEventCount` counts. */
  agentEvents: readonly AgentEvent[];
  agentEventCount: number;
  status: TaskStatusEvent | undefined;
  /** Percent. */
  progress: number;
  phase: TaskPhase;
  currentPhase: string;
  baseline: readonly CheckResult[];
  gate: readonly CheckResult[];
  changedFiles: readonly ChangedFile[] | undefined;
  agent: AgentProgram | undefined;
  repairRounds: number;
  usage: Usage;
};
