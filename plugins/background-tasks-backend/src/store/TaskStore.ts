import type {
  BackgroundTaskEvent,
  ChangedFile,
  CheckResult,
  RunnerEvent,
  TaskOutcome,
  TaskStatus,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';
import type { NewTask, Run, RunResult, Task, TaskLimits } from '../tasks/Task';
import type { PageKey } from '../tasks/cursor';
import type { Transition } from '../tasks/stateMachine';
import type { AuditRecord } from './AuditStore';
import type { IdempotentRequest } from './idempotency';
import type { ListedTask } from './listTasks';
import type { TaskCondition } from './TaskCondition';
import type { PublishState } from '@background-tasks/plugin-background-tasks-node';

/** A task that a replica holds: its writes count only while the fencing number is still the task's. */
export type Claim = { taskUid: string; owner: string; fence: number };

/** A claim with the task, as it was when it was claimed. */
export type ClaimedTask = Claim & { task: Task };

/** All that one transaction may change of a task, in this order. */
export type TaskCommit = {
  /** Events of the run; one that was stored before is left out. */
  runnerEvents?: { runUid: string; events: RunnerEvent[] };
  /** A line of the backend's own in the task's log. */
  logLines?: string[];
  transitions?: Transition[];
  fields?: {
    branch?: string;
    baseCommit?: string;
    headCommit?: string;
    commitMessage?: string;
    bundleHash?: string;
    prUrl?: string;
    prNumber?: number;
    prState?: Task['prState'];
    publishState?: PublishState;
    isolation?: string[];
    agentVersion?: string;
    /** The rounds that this run has needed so far. */
    repairRounds?: number;
    changedFiles?: ChangedFile[];
    /** Which budget is used up, in words. */
    budgetExhausted?: string;
    verdict?: ValidationReport['verdict'];
    /** Set where a run begins: a second attempt runs all checks anew. */
    validation?: ValidationReport;
  };
  /** These tokens of the task are worth nothing from here on: `clone` once it is done, `all` after the agent. */
  revokeTokens?: 'clone' | 'all';
  /** What a call of a model used, as the gateway counted it. */
  usage?: UsageEvent;
  checks?: { stage: 'baseline' | 'gate'; check: CheckResult }[];
  run?: {
    uid: string;
    handle?: Run['handle'];
    cursor?: string;
    agentStarted?: boolean;
    result?: RunResult;
    endReason?: string;
    endMessage?: string;
  };
};

/** What viewers are told of a call of a model. Input includes what was read from and written to caches. */
export type UsageEvent = {
  model: string;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** null where the price is unknown. */
  costUsd: number | null;
  /** Whether the answer did not say what was used. */
  estimated: boolean;
};

/** A token of one run, by its SHA-256: what it opens is told by its kind. */
export type RunToken =
  | { kind: 'clone'; hash: string }
  | { kind: 'model'; hash: string; provider: string };

/** What a commit came to. */
export type Committed = {
  /** The task as it was before. */
  before: Task;
  task: Task;
  events: BackgroundTaskEvent[];
};

/** What a commit changed. */
export type TaskChange = { before: Task; after: Task; commit: TaskCommit };

/** The filters, order and place of a page of a list. */
export type TaskFilter = {
  projects: string[];
  /** What the permission policy lets the caller see; left out means all. */
  visible?: TaskCondition;
  /** Any of them; none means all. */
  statuses: TaskStatus[];
  /** Any of them, as entity refs; left out means all. */
  creators?: string[];
  repositoryUrl?: string;
  entityRef?: string;
  template?: string;
  provider?: string;
  outcome?: TaskOutcome;
  /** Created at or after, and before, in ms since 1970. */
  from?: number;
  to?: number;
  /** Beginnings of words that name or instructions have, all of them. */
  q?: string;
  sort: { by: 'createdAt' | 'name'; descending: boolean };
  after?: PageKey;
  limit: number;
};

/** A page of a list, and whether there is another one. */
export type TaskPage = {
  items: ListedTask[];
  more: boolean;
  /** How many tasks the filter finds on all pages, exactly up to `MAX_EXACT_TOTAL`; one more means more. */
  total: number;
};

/** Somebody else holds the task now: whoever gets this stops at once and writes nothing more. */
export class LeaseLostError extends Error {
  constructor(claim: Claim) {
    super(`The lease of task ${claim.taskUid} was lost (fence ${claim.fence})`);
    this.name = 'LeaseLostError';
  }
}

/** Why a task was not admitted. */
export type Refusal =
  | { code: 'nameTaken' }
  | { code: 'idempotencyKeyReused' }
  | { code: 'concurrentTaskLimit'; limit: number }
  | { code: 'repositoryBusy'; limit: number; holder: Task | undefined }
  | { code: 'projectLimit'; limit: number };

/** What became of a task that was to be admitted; `repeated`: an earlier request under the same key made it. */
export type Admission =
  | { task: Task; repeated?: boolean }
  | { refusal: Refusal };

/** A task, and what is stored elsewhere but belongs to its page. */
export type WholeTask = {
  task: Task;
  /** The first one first. */
  runs: Pick<
    Run,
    'attempt' | 'executor' | 'startedAt' | 'endedAt' | 'endReason'
  >[];
  /** Other tasks on the same repository, of whatever project, whose pull requests were last seen open. */
  openPullRequests: { project: string; name: string; prUrl: string }[];
};

/** Which tasks may be told of beside another one. */
export type OtherTasks = {
  /** The names of their projects. */
  projects: string[];
  /** Those among them; all of them if left out. */
  visible?: TaskCondition;
};

/** The record of all tasks: the only place with SQL. */
export interface TaskStore {
  /** An id of this installation, made once: what we create elsewhere is marked with it. */
  instanceId(): Promise<string>;

  /**
   * Claims the key of a repeatable request and the slots, and stores the task and the record of who made it, in one
   * transaction.
   */
  admit(
    task: NewTask,
    limits: TaskLimits,
    options?: { request?: IdempotentRequest; record?: AuditRecord },
  ): Promise<Admission>;
  /** The task of an earlier request under the same key, if there was one; `reused`: that was another request. */
  admittedBefore(
    request: IdempotentRequest,
  ): Promise<Task | 'reused' | undefined>;

  getTask(project: string, name: string): Promise<Task | undefined>;
  /** A task with what its page shows beside it. */
  getWholeTask(
    name: Pick<Task, 'project' | 'name'>,
    others: OtherTasks,
  ): Promise<WholeTask | undefined>;
  getTaskByUid(uid: string): Promise<Task | undefined>;
  listTasks(filter: TaskFilter): Promise<TaskPage>;
  /** How many tasks the filter finds of each status, exactly up to `MAX_EXACT_TOTAL`; one more means more. */
  countTasks(
    filter: Omit<TaskFilter, 'statuses' | 'sort' | 'after' | 'limit'>,
  ): Promise<Map<TaskStatus, number>>;
  /** How many slots of a repository are taken, by the key that they are claimed under. */
  countActiveOn(repositoryKey: string): Promise<number>;
  /** How many tasks of each project run and wait; projects with none are left out. */
  countActive(
    projects: string[],
  ): Promise<Map<string, { running: number; pending: number }>>;
  /** Names of a project's tasks that begin with this. */
  namesLike(project: string, prefix: string): Promise<string[]>;

  /** Takes up one active task that nobody holds, the oldest first. */
  claim(owner: string, leaseMs: number): Promise<ClaimedTask | undefined>;
  /** Prolongs a lease; gives the task as it is now, or undefined where the lease was lost. */
  renew(claim: Claim, leaseMs: number): Promise<Task | undefined>;
  release(claim: Claim): Promise<void>;

  /**
   * Changes a task in one transaction that locks its row, checks the fencing number, and gives each event its
   * position. A task that ends frees its slots and tokens in the same transaction.
   *
   * @throws LeaseLostError, TransitionRefusedError; then nothing was changed
   */
  commit(
    taskUid: string,
    commit: TaskCommit,
    claim?: Claim,
  ): Promise<Committed>;
  /** Where a task that has not been taken up is cancelled at once; others get the wish recorded. */
  requestCancel(
    taskUid: string,
    by: string,
    record?: AuditRecord,
  ): Promise<Committed>;

  /**
   * Stores a run that is about to start, with its tokens: those of the task's earlier runs end. A run that was stored
   * before gets further ones: nobody knows whether it was started with those that it had.
   *
   * @throws LeaseLostError; then nothing was changed
   */
  createRun(
    run: Pick<Run, 'uid' | 'taskUid' | 'attempt' | 'executor'>,
    tokens: [RunToken, ...RunToken[]],
    claim: Claim,
  ): Promise<Run>;
  latestRun(taskUid: string): Promise<Run | undefined>;
  /** How many runs of a task ended for this reason. */
  countRuns(taskUid: string, endReason: string): Promise<number>;
  /** The active task whose repository a token gives access to. */
  taskOfCloneToken(hash: string): Promise<Task | undefined>;
  /** Runs of ended tasks that still have something to clean up, and that no replica cleans up now. */
  runsToClean(executor: string, limit: number): Promise<Run[]>;
  markCleaned(runUid: string): Promise<void>;

  /** Events after a position, in order. */
  events(
    taskUid: string,
    after: number,
    limit: number,
  ): Promise<BackgroundTaskEvent[]>;
  /** The compressed bundle, if all of its chunks are there. */
  bundle(taskUid: string): Promise<{ hash: string; data: Buffer } | undefined>;
}
