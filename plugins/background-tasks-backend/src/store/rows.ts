import type {
  BackgroundTaskEvent,
  CheckKind,
  TaskOutcome,
  TaskPhase,
  TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { Run, Task } from '../tasks/Task';

/** PostgreSQL gives a bigint as a string, SQLite as a number. */
type BigInteger = number | string;

export type TaskRow = {
  uid: string;
  project: string;
  name: string;
  status: TaskStatus;
  outcome: TaskOutcome | null;
  error: string | null;
  progress: number;
  phase: TaskPhase;
  check_kind: CheckKind | null;
  instructions: string;
  creator: string;
  entity_ref: string | null;
  repository_url: string;
  repository_key: string;
  branch: string | null;
  provider: string;
  script: string | null;
  model: string | null;
  template: string | null;
  template_uid: string | null;
  parameters: string | null;
  budget: string | null;
  output: string | null;
  validation_spec: string;
  trigger: string;
  on_behalf_of: string | null;
  timeout_seconds: number;
  retry_count: number;
  retry_of: string | null;
  retried_by: string | null;
  trace_parent: string | null;
  created_at: BigInteger;
  started_at: BigInteger | null;
  completed_at: BigInteger | null;
  deadline_at: BigInteger | null;
  base_commit: string | null;
  head_commit: string | null;
  commit_message: string | null;
  bundle_hash: string | null;
  pr_url: string | null;
  pr_number: number | null;
  pr_state: 'open' | 'merged' | 'closed' | null;
  pr_checked_at: BigInteger | null;
  agent_version: string | null;
  repair_rounds: number;
  rounds: string | null;
  input_tokens: BigInteger;
  output_tokens: BigInteger;
  cost_usd: number | null;
  charged_usd: number;
  budget_exhausted: string | null;
  publish_state: string | null;
  publishing_since: BigInteger | null;
  validation: string;
  changed_files: string;
  isolation: string;
  log_tail: string;
  last_position: number;
  attempt: number;
  lease_owner: string | null;
  lease_expires_at: BigInteger | null;
  fence: number;
  cancel_requested_at: BigInteger | null;
  cancel_requested_by: string | null;
  released: string;
  purged_at: BigInteger | null;
};

const inTaskRow: Record<keyof TaskRow, true> = {
  uid: true,
  project: true,
  name: true,
  status: true,
  outcome: true,
  error: true,
  progress: true,
  phase: true,
  check_kind: true,
  instructions: true,
  creator: true,
  entity_ref: true,
  repository_url: true,
  repository_key: true,
  branch: true,
  provider: true,
  script: true,
  model: true,
  template: true,
  template_uid: true,
  parameters: true,
  budget: true,
  output: true,
  validation_spec: true,
  trigger: true,
  on_behalf_of: true,
  timeout_seconds: true,
  retry_count: true,
  retry_of: true,
  retried_by: true,
  trace_parent: true,
  created_at: true,
  started_at: true,
  completed_at: true,
  deadline_at: true,
  base_commit: true,
  head_commit: true,
  commit_message: true,
  bundle_hash: true,
  pr_url: true,
  pr_number: true,
  pr_state: true,
  pr_checked_at: true,
  agent_version: true,
  repair_rounds: true,
  rounds: true,
  input_tokens: true,
  output_tokens: true,
  cost_usd: true,
  charged_usd: true,
  budget_exhausted: true,
  publish_state: true,
  publishing_since: true,
  validation: true,
  changed_files: true,
  isolation: true,
  log_tail: true,
  last_position: true,
  attempt: true,
  lease_owner: true,
  lease_expires_at: true,
  fence: true,
  cancel_requested_at: true,
  cancel_requested_by: true,
  released: true,
  purged_at: true,
};

/**
 * The columns of a task, by name: a statement that is prepared with `*` fails in PostgreSQL once a newer replica has
 * added a column.
 */
export const taskColumns: readonly string[] = Object.keys(inTaskRow);

export type RunRow = {
  uid: string;
  task_uid: string;
  attempt: number;
  executor: string;
  handle: string | null;
  cursor: string | null;
  agent_started: boolean | number;
  result: string | null;
  end_reason: string | null;
  end_message: string | null;
  cleaned: boolean | number;
  started_at: BigInteger | null;
  ended_at: BigInteger | null;
};

export type EventRow = {
  task_uid: string;
  position: number;
  run_uid: string | null;
  phase: string;
  seq: number | null;
  time: BigInteger;
  type: string;
  body: string;
};

export type SlotRow = {
  kind: string;
  key: string;
  ordinal: number;
  task_uid: string;
};

export function taskFromRow(row: TaskRow): Task {
  return {
    uid: row.uid,
    project: row.project,
    name: row.name,
    status: row.status,
    outcome: row.outcome,
    error: row.error,
    progress: row.progress,
    phase: row.phase,
    checkKind: row.check_kind,
    instructions: row.instructions,
    creator: row.creator,
    entityRef: row.entity_ref,
    repositoryUrl: row.repository_url,
    repositoryKey: row.repository_key,
    branch: row.branch,
    provider: row.provider,
    script: row.script,
    model: row.model,
    template: row.template,
    templateUid: row.template_uid,
    parameters: row.parameters ? JSON.parse(row.parameters) : null,
    budget: row.budget ? JSON.parse(row.budget) : null,
    output: row.output ? JSON.parse(row.output) : null,
    validationSpec: JSON.parse(row.validation_spec),
    trigger: JSON.parse(row.trigger),
    onBehalfOf: row.on_behalf_of,
    timeoutSeconds: row.timeout_seconds,
    retryCount: row.retry_count,
    retryOf: row.retry_of,
    retriedBy: row.retried_by,
    traceParent: row.trace_parent,
    createdAt: Number(row.created_at),
    startedAt: toNumber(row.started_at),
    completedAt: toNumber(row.completed_at),
    deadlineAt: toNumber(row.deadline_at),
    baseCommit: row.base_commit,
    headCommit: row.head_commit,
    commitMessage: row.commit_message,
    bundleHash: row.bundle_hash,
    prUrl: row.pr_url,
    prNumber: row.pr_number,
    prState: row.pr_state,
    agentVersion: row.agent_version,
    repairRounds: row.repair_rounds,
    rounds: row.rounds ? JSON.parse(row.rounds) : [],
    usage: {
      inputTokens: Number(row.input_tokens),
      outputTokens: Number(row.output_tokens),
      costUsd: row.cost_usd,
    },
    budgetExhausted: row.budget_exhausted,
    publishState: row.publish_state ? JSON.parse(row.publish_state) : {},
    publishingSince: toNumber(row.publishing_since),
    validation: JSON.parse(row.validation),
    changedFiles: JSON.parse(row.changed_files),
    isolation: JSON.parse(row.isolation),
    logTail: row.log_tail,
    lastPosition: row.last_position,
    attempt: row.attempt,
    leaseOwner: row.lease_owner,
    fence: row.fence,
    cancelRequestedAt: toNumber(row.cancel_requested_at),
    cancelRequestedBy: row.cancel_requested_by,
  };
}

/** The columns of a task that change during its life. */
export function rowFromTask(task: Task): Partial<TaskRow> {
  return {
    status: task.status,
    outcome: task.outcome,
    error: task.error,
    progress: task.progress,
    phase: task.phase,
    check_kind: task.checkKind,
    repository_key: task.repositoryKey,
    branch: task.branch,
    started_at: task.startedAt,
    completed_at: task.completedAt,
    deadline_at: task.deadlineAt,
    base_commit: task.baseCommit,
    head_commit: task.headCommit,
    commit_message: task.commitMessage,
    bundle_hash: task.bundleHash,
    pr_url: task.prUrl,
    pr_number: task.prNumber,
    pr_state: task.prState,
    agent_version: task.agentVersion,
    repair_rounds: task.repairRounds,
    rounds: task.rounds.length > 0 ? JSON.stringify(task.rounds) : null,
    input_tokens: task.usage.inputTokens,
    output_tokens: task.usage.outputTokens,
    cost_usd: task.usage.costUsd,
    budget_exhausted: task.budgetExhausted,
    publish_state: JSON.stringify(task.publishState),
    publishing_since: task.publishingSince,
    validation: JSON.stringify(task.validation),
    changed_files: JSON.stringify(task.changedFiles),
    isolation: JSON.stringify(task.isolation),
    log_tail: task.logTail,
    last_position: task.lastPosition,
    cancel_requested_at: task.cancelRequestedAt,
    cancel_requested_by: task.cancelRequestedBy,
  };
}

export function runFromRow(row: RunRow): Run {
  return {
    uid: row.uid,
    taskUid: row.task_uid,
    attempt: row.attempt,
    executor: row.executor,
    handle: row.handle ? JSON.parse(row.handle) : null,
    cursor: row.cursor,
    agentStarted: Boolean(row.agent_started),
    result: row.result ? JSON.parse(row.result) : null,
    endReason: row.end_reason,
    endMessage: row.end_message,
    startedAt: toNumber(row.started_at),
    endedAt: toNumber(row.ended_at),
  };
}

export function eventFromRow(
  row: Pick<EventRow, 'position' | 'phase' | 'time' | 'type' | 'body'>,
): BackgroundTaskEvent {
  return {
    ...JSON.parse(row.body),
    position: row.position,
    time: new Date(Number(row.time)).toISOString(),
    phase: row.phase,
    type: row.type,
  };
}

export function toNumber(value: BigInteger | null): number | null {
  return value === null ? null : Number(value);
}
