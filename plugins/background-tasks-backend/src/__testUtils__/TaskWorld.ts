/* What may happen to tasks, in any order, and what must hold all the while. */
import assert from 'node:assert/strict';
import {
  isFinalStatus,
  taskOutcomes,
  type RunnerEvent,
  type RunnerPhase,
  type TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { newTask } from './newTask';
import { TransitionRefusedError, type NewTask, type Task } from '../tasks';
import type { DatabaseTaskStore } from '../store/DatabaseTaskStore';
import {
  LeaseLostError,
  type Claim,
  type TaskCommit,
} from '../store/TaskStore';

const LIMITS = { perUser: 1, perRepository: 1, perProject: 3 };
const USERS = ['user:default/one', 'user:default/two', 'user:default/three'];
const REPOSITORIES = ['host/1', 'host/2'];
const REPLICAS = ['replica-1', 'replica-2'];
const OUTCOMES: TaskOutcome[] = [
  'pullRequest',
  'noChanges',
  'validationFailed',
  'agentFailed',
  'infrastructure',
  'deadlineExceeded',
  'cancelled',
];
const PHASES: RunnerPhase[] = [
  'clone',
  'baseline',
  'agent',
  'collect',
  'validate',
];

/** One thing that may happen; numbers choose among what there is at that moment. */
export type Step =
  | { do: 'create'; user: number; repository: number }
  | { do: 'retry'; task: number }
  | { do: 'claim'; replica: number }
  | { do: 'crash'; claim: number }
  | { do: 'loseLease'; claim: number }
  | { do: 'begin'; claim: number }
  | { do: 'phase'; claim: number; phase: number }
  | { do: 'events'; claim: number; from: number; count: number }
  | { do: 'run'; claim: number }
  | { do: 'publish'; claim: number }
  | { do: 'cancel'; task: number }
  | { do: 'end'; claim: number; outcome: number };

const index = fc.nat({ max: 20 });

export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    user: index,
    repository: index,
  }),
  fc.record({ do: fc.constant('retry' as const), task: index }),
  fc.record({ do: fc.constant('claim' as const), replica: index }),
  fc.record({ do: fc.constant('crash' as const), claim: index }),
  fc.record({ do: fc.constant('loseLease' as const), claim: index }),
  fc.record({ do: fc.constant('begin' as const), claim: index }),
  fc.record({ do: fc.constant('phase' as const), claim: index, phase: index }),
  fc.record({
    do: fc.constant('events' as const),
    claim: index,
    from: fc.integer({ min: 1, max: 12 }),
    count: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ do: fc.constant('run' as const), claim: index }),
  fc.record({ do: fc.constant('publish' as const), claim: index }),
  fc.record({ do: fc.constant('cancel' as const), task: index }),
  fc.record({ do: fc.constant('end' as const), claim: index, outcome: index }),
);

/** The store, driven as replicas and callers would, and what must hold of it after every step. */
export class TaskWorld {
  /** Claims as their holders know them: some of them are no longer worth anything. */
  private readonly claims: Claim[] = [];
  private readonly before = new Map<string, Task>();
  private created = 0;

  constructor(
    private readonly db: Knex,
    private readonly store: DatabaseTaskStore,
  ) {}

  async take(what: Step): Promise<void> {
    switch (what.do) {
      case 'create':
        await this.admit({
          creator: pick(USERS, what.user),
          repositoryKey: pick(REPOSITORIES, what.repository),
        });
        break;
      case 'retry': {
        const task = pick(await this.tasks(), what.task);
        if (!task || !isFinalStatus(task.status)) break;
        await this.admit({
          creator: task.creator,
          repositoryKey: task.repositoryKey,
          retryOf: task.name,
          retryCount: task.retryCount + 1,
        });
        break;
      }
      case 'claim': {
        const claim = await this.store.claim(
          pick(REPLICAS, what.replica),
          60_000,
        );
        if (claim) this.claims.push(claim);
        break;
      }
      case 'crash':
      case 'loseLease': {
        // A replica that died says nothing more; one that stalled still believes that the task is its own.
        const claim = pick(this.claims, what.claim);
        if (!claim) break;
        await this.db('tasks')
          .where({ uid: claim.taskUid })
          .update({ lease_expires_at: 1 });
        if (what.do === 'crash') {
          this.claims.splice(this.claims.indexOf(claim), 1);
        }
        break;
      }
      case 'cancel': {
        const task = pick(await this.tasks(), what.task);
        if (!task) break;
        await this.store
          .requestCancel(task.uid, task.creator)
          .catch(onlyExpected);
        break;
      }
      default:
        await this.commit(what);
    }
    await this.check();
  }

  private async commit(what: Extract<Step, { claim: number }>): Promise<void> {
    const claim = pick(this.claims, what.claim);
    if (!claim) return;
    const holder = await this.store.getTaskByUid(claim.taskUid);
    const mine =
      holder?.fence === claim.fence && holder.leaseOwner === claim.owner;
    const done = await (what.do === 'run'
      ? this.startRun(claim, (holder?.attempt ?? 0) + 1)
      : this.store.commit(claim.taskUid, commitOf(what, claim.taskUid), claim)
    ).then(() => true, onlyExpected);
    // Who lost the lease writes nothing, whatever it tries.
    if (!mine) assert.equal(done, false);
  }

  private async startRun(claim: Claim, attempt: number): Promise<unknown> {
    const uid = `${claim.taskUid.slice(-12)}-${attempt}`;
    const run = { uid, taskUid: claim.taskUid, attempt, executor: 'local' };
    return this.store.createRun(run, [{ kind: 'clone', hash: uid }], claim);
  }

  private async admit(fields: Partial<NewTask>): Promise<void> {
    this.created += 1;
    const name = `task-${this.created}`;
    const active = (await this.tasks()).filter(t => !isFinalStatus(t.status));
    const room =
      active.every(t => t.creator !== fields.creator) &&
      active.every(t => t.repositoryKey !== fields.repositoryKey) &&
      active.length < LIMITS.perProject;
    const admission = await this.store.admit(
      newTask({
        uid: `00000000-0000-4000-8000-${String(this.created).padStart(
          12,
          '0',
        )}`,
        name,
        creator: USERS[0],
        repositoryKey: REPOSITORIES[0],
        ...fields,
      }),
      LIMITS,
    );
    assert.equal('task' in admission, room);
  }

  private async tasks(): Promise<Task[]> {
    const rows = await this.db('tasks').orderBy('name').select('uid');
    const tasks = await Promise.all(
      rows.map(row => this.store.getTaskByUid(row.uid)),
    );
    return tasks.filter(task => task !== undefined);
  }

  /** The invariants. */
  private async check(): Promise<void> {
    const tasks = await this.tasks();
    for (const task of tasks) {
      const final = isFinalStatus(task.status);
      const slots = await this.db('slots').where({ task_uid: task.uid });
      // Slots are held exactly as long as the task is active.
      assert.equal(slots.length, final ? 0 : 3);
      assert.equal(final, task.completedAt !== null);
      assert.equal(final, task.outcome !== null);
      if (task.outcome) {
        assert.equal(task.status, taskOutcomes[task.outcome].status);
      }
      // Positions have no gap, and no event of a run is there twice.
      const events = await this.db('events')
        .where({ task_uid: task.uid })
        .orderBy('position');
      assert.deepEqual(
        events.map(event => event.position),
        events.map((_, i) => i + 1),
      );
      assert.equal(task.lastPosition, events.length);
      const ids = events
        .filter(event => event.run_uid)
        .map(event => `${event.run_uid} ${event.phase} ${event.seq}`);
      assert.equal(new Set(ids).size, ids.length);
      await this.checkRuns(task);
      this.compare(task);
    }
  }

  /** One run has tokens, the latest, and none has once the task has ended; the history tells of that end once. */
  private async checkRuns(task: Task): Promise<void> {
    const of = { task_uid: task.uid };
    const runs = await this.db('runs').where(of).orderBy('attempt');
    for (const [i, run] of runs.entries()) assert.equal(run.attempt, i + 1);
    assert.equal(task.attempt, runs.length);
    const final = isFinalStatus(task.status);
    const tokens = await this.db('run_tokens').where(of);
    assert.equal(tokens.length, runs.length > 0 && !final ? 1 : 0);
    for (const token of tokens) assert.equal(token.run_uid, runs.at(-1).uid);
    const ends = await this.db('audit').where({
      action: 'task-ended',
      task: task.name,
    });
    assert.equal(ends.length, final ? 1 : 0);
  }

  private compare(task: Task): void {
    const before = this.before.get(task.uid);
    this.before.set(task.uid, task);
    if (!before) return;
    assert.ok(task.progress >= before.progress);
    assert.ok(task.fence >= before.fence);
    if (isFinalStatus(before.status)) {
      assert.deepEqual(endOf(task), endOf(before));
    }
    // Past the point of no return nobody cancels.
    if (before.publishingSince !== null && before.cancelRequestedAt === null) {
      assert.equal(task.cancelRequestedAt, null);
    }
    if (task.publishingSince !== null && before.publishingSince === null) {
      assert.equal(task.cancelRequestedAt, null);
    }
    // What may have a pull request by now is neither Stopped nor out of time.
    if (task.publishingSince !== null) {
      assert.notEqual(task.status, 'Stopped');
      assert.notEqual(task.status, 'Timeout');
    }
  }
}

function endOf({ status, outcome, completedAt }: Task) {
  return { status, outcome, completedAt };
}

function commitOf(
  what: Extract<Step, { claim: number }>,
  taskUid: string,
): TaskCommit {
  switch (what.do) {
    case 'begin':
      return { transitions: [{ type: 'claimed' }, { type: 'runStarted' }] };
    case 'phase':
      return {
        transitions: [
          { type: 'phaseStarted', phase: pick(PHASES, what.phase) },
        ],
      };
    case 'events':
      return {
        runnerEvents: { runUid: taskUid, events: logEvents(what) },
        transitions: [],
      };
    case 'publish':
      return { transitions: [{ type: 'publishing' }] };
    case 'end':
      return {
        transitions: [{ type: 'ended', outcome: pick(OUTCOMES, what.outcome) }],
      };
    default:
      return {};
  }
}

function logEvents(what: { from: number; count: number }): RunnerEvent[] {
  return Array.from({ length: what.count }, (_, i) => ({
    type: 'log',
    seq: what.from + i,
    time: new Date(0).toISOString(),
    phase: 'agent',
    stream: 'stdout',
    text: `line ${what.from + i}`,
  }));
}

function pick<T>(from: readonly T[], at: number): T {
  return from[at % from.length];
}

function onlyExpected(error: unknown): false {
  if (error instanceof TransitionRefusedError) return false;
  if (error instanceof LeaseLostError) return false;
  throw error;
}
