import type { ChangedFile } from './changes';
import type { RunnerEvent } from './runnerEvent';
import type { TaskOutcome, TaskPhase, TaskStatus } from './task';
import type { ValidationReport } from './validation';

/** The stable `error.code` of an answer that refuses something. @public */
export type BackgroundTaskErrorCode =
  | 'invalidField'
  | 'nameTaken'
  | 'concurrentTaskLimit'
  | 'repositoryBusy'
  | 'projectLimit'
  | 'notProjectMember'
  | 'repositoryNotAllowed'
  | 'notFound'
  | 'notRunning'
  | 'notFailed'
  | 'publishing'
  | 'providerUnavailable';

/** The body of `POST /projects/:project/background-tasks`. @public */
export type CreateBackgroundTaskRequest = {
  /** `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 40 characters; made from the instructions if left out. */
  name?: string;
  /** What is to be done, 1 to 20,000 characters. */
  instructions: string;
  /** Exactly one of `repository` and `entityRef`. `branch` is the base branch, by default the repository's own. */
  repository?: { url: string; branch?: string };
  entityRef?: string;
  /** The agent provider; the configured default if left out. */
  provider?: string;
  /** One `sh` script: required for the provider `script`, refused for others. */
  run?: string;
  /** 1 to 3600, default 3600. */
  timeoutSeconds?: number;
};

/** The answer to a created task. @public */
export type CreateBackgroundTaskResponse = {
  name: string;
  uid: string;
  status: 'Pending';
  /** ISO 8601, as all times of this API. */
  createdAt: string;
};

/** One row of a list of tasks. @public */
export type BackgroundTaskSummary = {
  project: string;
  name: string;
  uid: string;
  status: TaskStatus;
  outcome: TaskOutcome | null;
  /** Percent; it never falls. */
  progress: number;
  currentPhase: string;
  /** Entity ref of who created it. */
  creator: string;
  /** The repository's URL. */
  repository: string;
  createdAt: string;
  completedAt: string | null;
  prUrl: string | null;
};

/** A whole task. @public */
export type BackgroundTask = BackgroundTaskSummary & {
  /** Why it ended as it did, for people; null where nothing went wrong. */
  error: string | null;
  phase: TaskPhase;
  instructions: string;
  entityRef: string | null;
  /** The base branch; null until it is known. */
  branch: string | null;
  provider: string;
  run: string | null;
  /** The last 10 KB of the log. */
  logs: string;
  validation: ValidationReport;
  changedFiles: ChangedFile[];
  change: {
    baseCommit: string | null;
    headCommit: string | null;
    commitMessage: string | null;
    bundleHash: string | null;
  };
  prNumber: number | null;
  startedAt: string | null;
  timeoutSeconds: number;
  retryCount: number;
  /** The name of the task that this one retries. */
  retryOf: string | null;
  /** The name of the task that retries this one. */
  retriedBy: string | null;
  /** Whether a cancel was asked for and is not yet done. */
  stopping: boolean;
  /** What isolates the workspace, for people: one sentence each. */
  isolation: string[];
  /** What the caller may do with it now. */
  can: { cancel: boolean; retry: boolean };
};

/** The query of a list of tasks. @public */
export type ListBackgroundTasksRequest = {
  /** In any case. */
  status?: TaskStatus[];
  /** Entity ref. */
  creator?: string;
  /** URL of a repository. */
  repository?: string;
  /** Entity ref of a catalog entity. */
  entityRef?: string;
  /** 1 to 200, default 50. */
  limit?: number;
  offset?: number;
};

/** A list of tasks, the newest first. @public */
export type ListBackgroundTasksResponse = {
  items: BackgroundTaskSummary[];
  total: number;
};

/** The answer to a cancel: `stopping` says that the end was not seen yet (202). @public */
export type CancelBackgroundTaskResponse = {
  status: TaskStatus;
  stopping?: boolean;
};

/** The answer to a retry. @public */
export type RetryBackgroundTaskResponse = {
  name: string;
  uid: string;
  status: 'Pending';
  retryCount: number;
};

/** A project that the caller is a member of. @public */
export type BackgroundTasksProject = {
  name: string;
  title: string;
  limits: { perUser: number; perRepository: number; perProject: number };
};

/** The projects that the caller may use, and what can run in them. @public */
export type ListProjectsResponse = {
  items: BackgroundTasksProject[];
  providers: { id: string; title: string; default: boolean }[];
};

type Positioned<E> = E extends RunnerEvent
  ? Omit<E, 'seq' | 'data'> & { position: number }
  : never;

/**
 * An event of a task: what a phase of its run said, or `status` where the backend changed the task.
 * `position` is 1, 2, 3, … per task: the id in the event stream and the value of `?after=`.
 *
 * @public
 */
export type BackgroundTaskEvent =
  | Positioned<RunnerEvent>
  | {
      position: number;
      time: string;
      phase: TaskPhase;
      type: 'status';
      status: TaskStatus;
      progress: number;
      currentPhase: string;
      outcome: TaskOutcome | null;
      error: string | null;
      prUrl: string | null;
      /** The run's number: 1, or more where a lost run was started again. */
      attempt: number;
    }
  | {
      position: number;
      time: string;
      phase: TaskPhase;
      type: 'log';
      stream: 'system';
      text: string;
    };
