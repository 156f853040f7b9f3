import { createHash } from 'node:crypto';
import {
  rewordCheck,
  type RunnerEvent,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import type { RunUpdate } from '@background-tasks/plugin-background-tasks-node';
import type { Redact } from '../credentials';
import type { TaskCommit } from '../store';
import type { Run, RunResult, Transition } from '../tasks';
import { deadlineText } from './deadlineText';
import type { DrivenTask, Ending } from './driveTask';
import { RunGuard } from './RunGuard';

/** A task whose runs are lost before their agent begins gets another one at most so often: by the design. */
const MAX_RESTARTS = 3;

/**
 * A run that backends took down with them is no fault of its own: it clones through the one that started it, and ends
 * where none looks after it for a minute. Where backends come and go, several in a row may go so.
 */
const MAX_ATTEMPTS = 8;

/** The ends of a run that another one takes the place of: nothing of the agent's work is lost with it. */
const LOST = 'lostRepeatable';
const INTERRUPTED = 'interrupted';

/** Whether another run takes the place of one that ended so. */
export function isRepeated({ endReason }: Pick<Run, 'endReason'>): boolean {
  return endReason === LOST || endReason === INTERRUPTED;
}

/** What following a run came to: how the task ends, or what to do next. */
export type Followed = Ending | 'publish' | 'repeat' | undefined;

/** Follows a run to its end, storing what it says; stops it where the task is cancelled or its time is over. */
export async function followRun(
  driven: DrivenTask,
  run: Run,
): Promise<Followed> {
  if (!run.endReason && isForeign(driven, run)) await giveUp(driven, run);
  if (!run.endReason) {
    const guard = new RunGuard(driven, run);
    try {
      await storeUpdates(driven, run);
    } finally {
      guard.close();
    }
    if (driven.lease.signal.aborted) return undefined;
  }
  return judge(driven, run);
}

/** Whether a run was started by another executor than the one that this portal has now. */
export function isForeign({ deps }: DrivenTask, run: Run): boolean {
  return run.executor !== deps.executor.id;
}

/** What another executor started cannot be followed by this one: it counts as lost. */
async function giveUp(driven: DrivenTask, run: Run): Promise<void> {
  const end = {
    endReason: 'lost',
    endMessage: `The run was started by the executor '${run.executor}', and this portal runs tasks by '${driven.deps.executor.id}' now`,
  };
  await driven.commit({ run: { uid: run.uid, ...end } });
  Object.assign(run, end);
}

async function storeUpdates(driven: DrivenTask, run: Run): Promise<void> {
  const { agents, executor, redact } = driven.deps;
  const isMetered = agents?.specOf(driven.task).gatewayUrl !== undefined;
  const { signal } = driven.lease;
  const batches = executor.follow(run.handle ?? { run: run.uid }, {
    cursor: run.cursor ?? undefined,
    signal,
  });
  for await (const { updates, cursor } of batches) {
    if (signal.aborted) return;
    const commit = commitOf(run, updates, { redact, isMetered });
    await driven.commit({
      ...commit,
      run: { ...commit.run, uid: run.uid, cursor },
    });
    Object.assign(run, commit.run, { cursor });
  }
}

type RunChanges = Omit<NonNullable<TaskCommit['run']>, 'uid'>;

/** What a batch of updates changes. */
function commitOf(
  run: Run,
  updates: RunUpdate[],
  { redact, isMetered }: { redact: Redact; isMetered: boolean },
): Omit<TaskCommit, 'run'> & { run: RunChanges } {
  const events: RunnerEvent[] = [];
  const transitions: Transition[] = [];
  const checks: NonNullable<TaskCommit['checks']> = [];
  const fields: NonNullable<TaskCommit['fields']> = {};
  const changes: RunChanges = {};
  const logLines: string[] = [];
  let revokeTokens: TaskCommit['revokeTokens'];

  for (const update of updates) {
    if (update.type === 'phaseStart') {
      if (isRunnerPhase(update.phase)) {
        transitions.push({ type: 'phaseStarted', phase: update.phase });
      }
      revokeTokens = revokedAt(update.phase) ?? revokeTokens;
      if (update.phase === 'agent') changes.agentStarted = true;
      continue;
    }
    if (update.type === 'end') {
      changes.endReason = update.reason;
      changes.endMessage = update.message && redact(update.message);
      continue;
    }
    if (update.type === 'phaseEnd') continue;
    if (update.type === 'waiting') {
      logLines.push(redact(update.message));
      continue;
    }

    const event = redactEvent(update.event, redact);
    // The gateway is the only meter of the models behind it.
    if (event.type === 'usage' && isMetered) continue;
    events.push(event);
    if (event.type === 'progress') {
      const { progress, check } = event;
      transitions.push({ type: 'progressed', progress, check });
    }
    if (event.type === 'validation' && event.stage !== 'agent') {
      checks.push({ stage: event.stage, check: event.check });
    }
    if (event.type === 'agent') fields.agentVersion = event.version;
    if (event.type === 'repair') fields.repairRounds = event.round;
    if (event.type === 'changes') fields.changedFiles = event.files;
    if (event.type === 'outcome') {
      changes.result = resultOf(event);
      if (event.branch) fields.branch = event.branch;
      if (event.baseCommit) fields.baseCommit = event.baseCommit;
      if (event.verdict) fields.verdict = event.verdict;
    }
  }
  return {
    runnerEvents: { runUid: run.uid, events },
    logLines,
    transitions,
    checks,
    fields,
    revokeTokens,
    run: changes,
  };
}

/** What a phase does not need any more once it has begun. */
function revokedAt(phase: string): 'clone' | 'all' | undefined {
  if (phase === 'clone') return undefined;
  return phase === 'baseline' || phase === 'agent' ? 'clone' : 'all';
}

function resultOf(event: Extract<RunnerEvent, { type: 'outcome' }>): RunResult {
  const { phase, outcome, error, verdict, bundleHash } = event;
  const time = Date.parse(event.time);
  return { phase, outcome, time, error, verdict, bundleHash };
}

/** Texts that come out of a workspace may carry secrets that its programs printed. */
function redactEvent(event: RunnerEvent, redact: Redact): RunnerEvent {
  if (event.type === 'log') return { ...event, text: redact(event.text) };
  if (event.type === 'activity') {
    return { ...event, text: redact(event.text) };
  }
  if (event.type === 'round') {
    return { ...event, files: event.files.map(redact) };
  }
  if (event.type === 'repair') {
    return { ...event, reason: redact(event.reason) };
  }
  if (event.type === 'outcome' && event.error) {
    return { ...event, error: redact(event.error) };
  }
  if (event.type === 'validation') {
    return { ...event, check: rewordCheck(event.check, redact) };
  }
  return event;
}

/** Whether another run can take the change to the gate, without the agent. */
async function canResume({ deps, task }: DrivenTask): Promise<boolean> {
  if (!deps.executor.startsAtGate || !task.baseCommit) return false;
  return (await deps.store.bundle(task.uid)) !== undefined;
}

/** Its clone went through a backend that died, or from a code host that was away for longer than git tried. */
function isCloneInterrupted({ result, agentStarted }: Run): boolean {
  return (
    result?.outcome === 'infrastructure' &&
    result.phase === 'clone' &&
    !agentStarted
  );
}

/** Another run takes its place, if there were not too many already. */
async function repeat(
  driven: DrivenTask,
  run: Run,
  end: { reason: string; why: string },
): Promise<Followed> {
  const { deps, task } = driven;
  const earlier = await deps.store.countRuns(task.uid, LOST);
  const isTooOften = end.reason === LOST && earlier >= MAX_RESTARTS;
  if (isTooOften || run.attempt >= MAX_ATTEMPTS) {
    return infrastructure(`${end.why} (attempt ${run.attempt}, the last)`);
  }
  await driven.commit({
    run: { uid: run.uid, endReason: end.reason },
    logLines: [
      `${
        end.why
      }. Nothing of its agent's work went with it: starting it again (attempt ${
        run.attempt + 1
      })`,
    ],
  });
  return 'repeat';
}

async function judge(driven: DrivenTask, run: Run): Promise<Followed> {
  const { task, deps } = driven;
  const { result } = run;
  if (task.budgetExhausted !== null && run.endReason !== 'cancelled') {
    return budgetExhausted(driven, task.budgetExhausted);
  }
  switch (run.endReason) {
    case 'cancelled':
      return { outcome: 'cancelled' };
    case 'deadlineExceeded':
      return { outcome: 'deadlineExceeded', error: deadlineText(task) };
    case 'completed':
      break;
    case 'lost':
    case 'abandoned':
      if (task.cancelRequestedAt !== null) return { outcome: 'cancelled' };
      if (!run.agentStarted || (await canResume(driven))) {
        return repeat(driven, run, {
          reason: run.endReason === 'lost' ? LOST : INTERRUPTED,
          why: run.endMessage ?? 'The run was lost',
        });
      }
      return infrastructure(
        `${
          run.endMessage ?? 'The run was lost'
        }. Retry the task to run it again.`,
      );
    default:
      return infrastructure(run.endMessage ?? 'The run failed');
  }
  if (!result) return infrastructure('The run ended without a word');
  if (isCloneInterrupted(run)) {
    const why = result.error ?? 'The clone failed';
    return repeat(driven, run, { reason: INTERRUPTED, why });
  }
  if (result.outcome !== 'ok') {
    // The runner keeps the deadline too, and may be the first to say that it is over.
    const isLate = task.deadlineAt !== null && result.time >= task.deadlineAt;
    if (isLate && result.outcome === 'agentFailed') {
      return { outcome: 'deadlineExceeded', error: deadlineText(task) };
    }
    return { outcome: result.outcome, error: result.error };
  }
  if (result.phase !== 'validate' || !result.verdict) {
    return infrastructure(
      `The run ended after its phase '${result.phase}', before the gate`,
    );
  }
  return verifyBundle(
    result,
    result.verdict,
    await deps.store.bundle(task.uid),
  );
}

/** Once the calls that were cut off are counted, it is known what the task has cost. */
async function budgetExhausted(
  { deps, task }: DrivenTask,
  reason: string,
): Promise<Ending> {
  await deps.agents?.callsCounted(task.uid);
  const now = await deps.store.getTaskByUid(task.uid);
  const { inputTokens, outputTokens, costUsd } = (now ?? task).usage;
  const cost =
    costUsd === null ? 'an unknown amount' : `$${costUsd.toFixed(4)}`;
  return {
    outcome: 'budgetExhausted',
    error: `The agent was stopped: ${reason}. The task cost ${cost} (${inputTokens} tokens of input, ${outputTokens} of output).`,
  };
}

/** Only the bundle that the gate judged may be published: by its hash, taken here over what was stored. */
function verifyBundle(
  result: RunResult,
  verdict: 'passed' | 'failed' | 'none',
  bundle: { hash: string; data: Buffer } | undefined,
): Followed {
  if (verdict === 'failed') {
    return { outcome: 'validationFailed', error: result.error };
  }
  if (!bundle) return infrastructure('The change did not arrive whole');
  const hash = createHash('sha256').update(bundle.data).digest('hex');
  if (hash !== bundle.hash || hash !== result.bundleHash) {
    return infrastructure(
      'The change that arrived is not the one that the checks passed on',
    );
  }
  return 'publish';
}

function infrastructure(error: string): Ending {
  return { outcome: 'infrastructure', error };
}

function isRunnerPhase(phase: string): phase is RunnerPhase {
  return ['clone', 'baseline', 'agent', 'collect', 'validate'].includes(phase);
}
