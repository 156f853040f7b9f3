import type {
  ChangedFile,
  CheckKind,
  ConfiguredCommand,
  ParameterValue,
  PhaseOutcome,
  TaskBudget,
  TaskOutcome,
  TaskOutput,
  TaskPhase,
  TaskStatus,
  TaskTrigger,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';
import type { PublishState } from '@background-tasks/plugin-background-tasks-node';
import type { AgentRound } from './agentRounds';

/** A task as the store holds it. All times are milliseconds since 1970, by the database's clock. */
export type Task = {
  uid: string;
  project: string;
  name: string;
  status: TaskStatus;
  outcome: TaskOutcome | null;
  error: string | null;
  progress: number;
  phase: TaskPhase;
  checkKind: CheckKind | null;
  instructions: string;
  creator: string;
  entityRef: string | null;
  repositoryUrl: string;
  repositoryKey: string;
  branch: string | null;
  provider: string;
  script: string | null;
  model: string | null;
  /** The name of its template, and which template of that name it was. */
  template: string | null;
  templateUid: string | null;
  parameters: Record<string, ParameterValue> | null;
  budget: TaskBudget | null;
  output: TaskOutput | null;
  validationSpec: ValidationSpec;
  trigger: TaskTrigger;
  /** The service that created the task for its creator. */
  onBehalfOf: string | null;
  timeoutSeconds: number;
  retryCount: number;
  retryOf: string | null;
  retriedBy: string | null;
  /** The span that created the task, as W3C `traceparent`; null where nothing was traced. */
  traceParent: string | null;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
  deadlineAt: number | null;
  baseCommit: string | null;
  headCommit: string | null;
  commitMessage: string | null;
  bundleHash: string | null;
  prUrl: string | null;
  prNumber: number | null;
  /** As it was when it was last read. */
  prState: 'open' | 'merged' | 'closed' | null;
  agentVersion: string | null;
  repairRounds: number;
  /** In the order in which they were begun. */
  rounds: readonly AgentRound[];
  usage: { inputTokens: number; outputTokens: number; costUsd: number | null };
  /** Which budget is used up, in words; its agent is then stopped. */
  budgetExhausted: string | null;
  publishState: PublishState;
  publishingSince: number | null;
  validation: ValidationReport;
  changedFiles: ChangedFile[];
  isolation: string[];
  logTail: string;
  lastPosition: number;
  /** The number of its latest run; 0 where there was none. */
  attempt: number;
  leaseOwner: string | null;
  fence: number;
  cancelRequestedAt: number | null;
  cancelRequestedBy: string | null;
};

/** What a task and its template want checked beside what the repository checks. */
export type ValidationSpec = {
  commands: string[];
  /** Paths of files that must exist after the change. */
  fileExists: string[];
  /** Rules that no program checks. */
  unchecked: string[];
  repairRounds: number;
  /** The checks that the catalog entity names. */
  annotated?: ConfiguredCommand[];
  /** The container image whose toolchain they need; executors without images do not look at it. */
  image?: string;
  /** Commands around the agent. */
  hooks?: { pre: string[]; post: string[] };
};

/** A task as it is created. */
export type NewTask = Pick<
  Task,
  | 'uid'
  | 'project'
  | 'name'
  | 'instructions'
  | 'creator'
  | 'entityRef'
  | 'repositoryUrl'
  | 'repositoryKey'
  | 'branch'
  | 'provider'
  | 'script'
  | 'model'
  | 'template'
  | 'templateUid'
  | 'parameters'
  | 'budget'
  | 'output'
  | 'validationSpec'
  | 'trigger'
  | 'onBehalfOf'
  | 'timeoutSeconds'
  | 'retryCount'
  | 'retryOf'
> &
  Partial<Pick<Task, 'traceParent'>>;

/** How many active tasks there may be; 0 means no limit. */
export type TaskLimits = {
  perUser: number;
  perRepository: number;
  perProject: number;
};

/** One attempt to carry a task out. */
export type Run = {
  uid: string;
  taskUid: string;
  attempt: number;
  executor: string;
  handle: Record<string, string | number> | null;
  cursor: string | null;
  agentStarted: boolean;
  result: RunResult | null;
  endReason: string | null;
  endMessage: string | null;
  startedAt: number | null;
  endedAt: number | null;
};

/** The last outcome that a phase of the run reported. */
export type RunResult = {
  phase: string;
  outcome: PhaseOutcome;
  /** When the runner reported it, in ms since 1970 by its clock. */
  time: number;
  error?: string;
  verdict?: 'passed' | 'failed' | 'none';
  bundleHash?: string;
};
