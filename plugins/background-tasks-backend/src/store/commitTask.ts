import {
  addUsage,
  isFinalStatus,
  type BackgroundTaskEvent,
  type RunnerEvent,
} from '@background-tasks/plugin-background-tasks-common';
import type { Knex } from 'knex';
import { withEvent, withUsage } from '../tasks/agentRounds';
import {
  applyTransition,
  currentPhaseOf,
  type Transition,
} from '../tasks/stateMachine';
import type { Task } from '../tasks/Task';
import type { AuditRecord } from './AuditStore';
import { addAuditRecord } from './DatabaseAuditStore';
import {
  eventFromRow,
  rowFromTask,
  type EventRow,
  type RunRow,
  type TaskRow,
} from './rows';
import { selectPrepared } from './selectPrepared';
import type { Committed, TaskCommit } from './TaskStore';
import { slicesOf, together } from './together';

/** The end of the log that a task's row carries. */
const LOG_TAIL_BYTES = 10 * 1024;

/** Rows in one statement: SQLite takes at most 32,766 variables, an event row has eight. */
const INSERT_ROWS = 500;

/** Carries a commit out on a task whose row the transaction has locked. */
export async function commitTask(
  tx: Knex,
  before: Task,
  commit: TaskCommit,
  now: number,
): Promise<Committed> {
  const task: Task = { ...before };
  const rows: EventRow[] = [];
  const add = (row: Omit<EventRow, 'task_uid' | 'position'>) => {
    task.lastPosition += 1;
    rows.push({ ...row, task_uid: task.uid, position: task.lastPosition });
  };
  const lines: string[] = [];

  if (commit.runnerEvents) {
    const { runUid } = commit.runnerEvents;
    for (const event of await unseen(tx, commit.runnerEvents)) {
      if (event.type === 'log') lines.push(event.text);
      if (event.type === 'usage') task.usage = addUsage(task.usage, event);
      task.rounds = withEvent(task.rounds, runUid, event);
      if (event.type === 'bundle')
        await storeChunk(tx, task.uid, runUid, event);
      const { seq, time, phase, type, ...rest } = event;
      const body = 'data' in rest ? { ...rest, data: undefined } : rest;
      add({
        run_uid: runUid,
        phase,
        seq,
        time: Date.parse(time),
        type,
        body: JSON.stringify(body),
      });
    }
  }
  for (const text of commit.logLines ?? []) {
    lines.push(text);
    add({
      run_uid: null,
      phase: task.phase,
      seq: null,
      time: now,
      type: 'log',
      body: JSON.stringify({ stream: 'system', text }),
    });
  }
  if (commit.usage) {
    task.usage = addUsage(task.usage, commit.usage);
    task.rounds = withUsage(task.rounds, commit.usage);
    // Nothing follows the end of a task: what comes late is in its totals alone.
    if (!isFinalStatus(before.status)) {
      add({
        run_uid: null,
        phase: task.phase,
        seq: null,
        time: now,
        type: 'usage',
        body: JSON.stringify(commit.usage),
      });
    }
  }
  applyFields(task, commit);
  for (const transition of commit.transitions ?? []) {
    Object.assign(task, applyTransition(task, transition, now));
  }
  if (saysStatus(before, task, commit.transitions)) {
    add({
      run_uid: null,
      phase: task.phase,
      seq: null,
      time: now,
      type: 'status',
      body: JSON.stringify(statusBody(task)),
    });
  }
  task.logTail = tail(task.logTail, lines);

  const slices = slicesOf(rows, INSERT_ROWS);
  // Those of a long output fill a statement each.
  for (const slice of slices.slice(0, -1)) {
    await tx<EventRow>('events').insert(slice);
  }
  const writes = slices
    .slice(-1)
    .map(slice => tx<EventRow>('events').insert(slice));
  writes.push(...updateTask(tx, before, task), ...updateRun(tx, commit, now));
  const ends = isFinalStatus(task.status) && !isFinalStatus(before.status);
  if (ends) {
    writes.push(tx('slots').where({ task_uid: task.uid }).delete());
    writes.push(addAuditRecord(tx, endOf(task)));
  }
  const revoked = ends ? 'all' : commit.revokeTokens;
  if (revoked) {
    writes.push(
      tx('run_tokens')
        .where({
          task_uid: task.uid,
          ...(revoked === 'clone' && { kind: 'clone' }),
        })
        .delete(),
    );
  }
  await together(tx, writes);
  return { before, task, events: rows.map(eventFromRow) };
}

/** Writes what changed and nothing else: an unchanged log of 10 KB need not be stored anew. */
function updateTask(tx: Knex, before: Task, after: Task): Knex.QueryBuilder[] {
  const old = new Map(Object.entries(rowFromTask(before)));
  const changed = Object.entries(rowFromTask(after)).filter(
    ([column, value]) => value !== old.get(column),
  );
  if (changed.length === 0) return [];
  const patch: Partial<TaskRow> = Object.fromEntries(changed.map(storable));
  return [tx<TaskRow>('tasks').where({ uid: after.uid }).update(patch)];
}

/** PostgreSQL stores no NUL in a text, and programs print what they like: without this a task could never end. */
function storable<V>([column, value]: [string, V]): [string, V | string] {
  return [
    column,
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  ];
}

/** What the history says of a task's end: it is there exactly if the task has ended. */
function endOf(task: Task): AuditRecord {
  return {
    action: 'task-ended',
    actor: 'plugin:background-tasks',
    onBehalfOf: null,
    project: task.project,
    task: task.name,
    result: task.status === 'Completed' ? 'success' : 'failure',
    detail: task.outcome,
  };
}

/** A run's events come again where a replica died between reading and storing: those are left out. */
async function unseen(
  tx: Knex,
  runnerEvents: { runUid: string; events: RunnerEvent[] },
): Promise<RunnerEvent[]> {
  const { runUid, events } = runnerEvents;
  if (events.length === 0) return [];
  const last = new Map<string, number>();
  for (const phase of new Set(events.map(event => event.phase))) {
    // One phase at a time: that is one look into the index, however much the run has said before.
    const [row] = await selectPrepared<{ seq: number | null }>(tx, {
      sql: 'select max(seq) as seq from events where run_uid = ? and phase = ?',
      bindings: [runUid, phase],
    });
    last.set(phase, Number(row?.seq ?? 0));
  }
  return events.filter(event => {
    const seen = last.get(event.phase) ?? 0;
    if (event.seq <= seen) return false;
    last.set(event.phase, event.seq);
    return true;
  });
}

async function storeChunk(
  tx: Knex,
  taskUid: string,
  runUid: string,
  event: Extract<RunnerEvent, { type: 'bundle' }>,
): Promise<void> {
  await tx('bundle_chunks')
    .insert({
      run_uid: runUid,
      task_uid: taskUid,
      chunk: event.index,
      chunks: event.count,
      hash: event.hash,
      data: Buffer.from(event.data, 'base64'),
    })
    .onConflict(['run_uid', 'chunk'])
    .ignore();
}

function applyFields(task: Task, commit: TaskCommit): void {
  const { verdict, ...fields } = commit.fields ?? {};
  Object.assign(task, fields);
  if (verdict === undefined && !commit.checks?.length) return;
  task.validation = {
    baseline: [...task.validation.baseline],
    gate: [...task.validation.gate],
    verdict: verdict ?? task.validation.verdict,
  };
  for (const { stage, check } of commit.checks ?? []) {
    task.validation[stage].push(check);
  }
}

function saysStatus(
  before: Task,
  after: Task,
  transitions: Transition[] | undefined,
): boolean {
  if (!transitions?.length) return false;
  return (
    before.status !== after.status ||
    before.progress !== after.progress ||
    before.cancelRequestedAt !== after.cancelRequestedAt ||
    currentPhaseOf(before) !== currentPhaseOf(after)
  );
}

function statusBody(task: Task) {
  return {
    status: task.status,
    progress: task.progress,
    currentPhase: currentPhaseOf(task),
    outcome: task.outcome,
    error: task.error,
    prUrl: task.prUrl,
    attempt: Math.max(1, task.attempt),
  } satisfies Partial<BackgroundTaskEvent>;
}

function tail(before: string, lines: string[]): string {
  if (lines.length === 0) return before;
  const text = `${before}${lines.join('\n')}\n`;
  const bytes = Buffer.from(text);
  if (bytes.length <= LOG_TAIL_BYTES) return text;
  const cut = bytes.subarray(bytes.length - LOG_TAIL_BYTES).toString();
  // The cut may fall into a line, or into a character of several bytes: begin at the next line.
  return cut.slice(cut.indexOf('\n') + 1);
}

function updateRun(
  tx: Knex,
  commit: TaskCommit,
  now: number,
): Knex.QueryBuilder[] {
  if (!commit.run) return [];
  const { uid, handle, cursor, agentStarted, result, endReason, endMessage } =
    commit.run;
  const patch: Partial<RunRow> = {
    ...(handle !== undefined && {
      handle: JSON.stringify(handle),
      started_at: now,
    }),
    ...(cursor !== undefined && { cursor }),
    ...(agentStarted !== undefined && { agent_started: agentStarted }),
    ...(result !== undefined && { result: JSON.stringify(result) }),
    ...(endReason !== undefined && { end_reason: endReason, ended_at: now }),
    ...(endMessage !== undefined && { end_message: endMessage }),
  };
  const changed = Object.entries(patch).map(storable);
  if (changed.length === 0) return [];
  return [
    tx<RunRow>('runs').where({ uid }).update(Object.fromEntries(changed)),
  ];
}
