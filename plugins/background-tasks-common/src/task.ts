/**
 * The life cycle of a background task: its statuses, outcomes and phases, and how one follows from the other.
 */

/** The status of a task. The last four are final. @public */
export type TaskStatus =
  | 'Pending'
  | 'Creating'
  | 'Running'
  | 'Completed'
  | 'Failed'
  | 'Stopped'
  | 'Timeout';

/** All statuses, in the order of a task's life. @public */
export const taskStatuses: readonly TaskStatus[] = [
  'Pending',
  'Creating',
  'Running',
  'Completed',
  'Failed',
  'Stopped',
  'Timeout',
];

/** A status in which a task holds its slots and may still change. @public */
export type ActiveTaskStatus = 'Pending' | 'Creating' | 'Running';

/** The statuses in which a task holds its slots. @public */
export const activeTaskStatuses: readonly ActiveTaskStatus[] = [
  'Pending',
  'Creating',
  'Running',
];

/** Whether a task in this status will never change again. @public */
export function isFinalStatus(status: TaskStatus): boolean {
  return !activeTaskStatuses.some(active => active === status);
}

/** What became of a task. @public */
export type TaskOutcome =
  | 'pullRequest'
  | 'noChanges'
  | 'validationFailed'
  | 'hookFailed'
  | 'tooLarge'
  | 'conflict'
  | 'agentFailed'
  | 'budgetExhausted'
  | 'infrastructure'
  | 'accessDenied'
  | 'cancelled'
  | 'deadlineExceeded';

/** What became of the repository, as an AgenticSession resource says it. @public */
export type RepositoryStatus = 'pushed' | 'nodiff' | 'diff' | 'abandoned';

/**
 * The one table from outcome to status and repository status.
 * `diffIfBundle` reads: `diff` if a bundle is stored, else `abandoned`.
 *
 * @public
 */
export const taskOutcomes: Readonly<
  Record<
    TaskOutcome,
    {
      status: Exclude<TaskStatus, ActiveTaskStatus>;
      repositoryStatus: RepositoryStatus | 'diffIfBundle';
    }
  >
> = {
  pullRequest: { status: 'Completed', repositoryStatus: 'pushed' },
  noChanges: { status: 'Completed', repositoryStatus: 'nodiff' },
  validationFailed: { status: 'Failed', repositoryStatus: 'diff' },
  hookFailed: { status: 'Failed', repositoryStatus: 'diff' },
  tooLarge: { status: 'Failed', repositoryStatus: 'diff' },
  conflict: { status: 'Failed', repositoryStatus: 'diff' },
  agentFailed: { status: 'Failed', repositoryStatus: 'diffIfBundle' },
  budgetExhausted: { status: 'Failed', repositoryStatus: 'diffIfBundle' },
  infrastructure: { status: 'Failed', repositoryStatus: 'diffIfBundle' },
  accessDenied: { status: 'Failed', repositoryStatus: 'abandoned' },
  cancelled: { status: 'Stopped', repositoryStatus: 'abandoned' },
  deadlineExceeded: { status: 'Timeout', repositoryStatus: 'abandoned' },
};

/** A phase that runs in the workspace. @public */
export type RunnerPhase =
  | 'clone'
  | 'baseline'
  | 'agent'
  | 'collect'
  | 'validate';

/** The phases of the workspace, in their order. @public */
export const runnerPhases: readonly RunnerPhase[] = [
  'clone',
  'baseline',
  'agent',
  'collect',
  'validate',
];

/** A phase of a task: those of the workspace between two of the backend's. @public */
export type TaskPhase = 'initialize' | RunnerPhase | 'publish' | 'done';

/**
 * Per phase the words that a person reads, and the part of the task's progress (percent) that it covers.
 *
 * @public
 */
export const taskPhases: Readonly<
  Record<TaskPhase, { title: string; from: number; to: number }>
> = {
  initialize: { title: 'Initializing workspace', from: 0, to: 0 },
  clone: { title: 'Cloning repository', from: 0, to: 20 },
  baseline: { title: 'Running baseline checks', from: 20, to: 20 },
  agent: { title: 'Generating changes', from: 20, to: 60 },
  collect: { title: 'Collecting changes', from: 60, to: 60 },
  validate: { title: 'Running linters', from: 60, to: 80 },
  publish: { title: 'Creating pull request', from: 80, to: 100 },
  done: { title: 'Pull request created', from: 100, to: 100 },
};

/** What a check looks at. @public */
export type CheckKind = 'format' | 'lint' | 'typecheck' | 'test' | 'build';

/** All kinds of checks, in the order in which they run. @public */
export const checkKinds: readonly CheckKind[] = [
  'format',
  'lint',
  'typecheck',
  'test',
  'build',
];

/** How a person calls a kind of check: `Linting failed`, `Tests passed`. @public */
export const checkKindTitles: Readonly<Record<CheckKind, string>> = {
  format: 'Formatting',
  lint: 'Linting',
  typecheck: 'Type check',
  test: 'Tests',
  build: 'Build',
};

/**
 * The words for where a task is. Within the gate they follow the kind of the check that runs.
 *
 * @public
 */
export function currentPhaseTitle(phase: TaskPhase, check?: CheckKind): string {
  if (phase === 'validate' && (check === 'test' || check === 'build')) {
    return 'Running tests';
  }
  return taskPhases[phase].title;
}
