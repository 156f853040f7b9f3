import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  isFinalStatus,
  type RunSpec,
  type TaskOutcome,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  CodeHost,
  ResolvedRepository,
  TaskAuthor,
  TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import { newRunToken, type Redact } from '../credentials';
import type { Claim, ClaimedTask, TaskCommit, TaskStore } from '../store';
import { TransitionRefusedError, type Run, type Task } from '../tasks';
import type { OnConflict } from '../publishing';
import { deadlineText } from './deadlineText';
import { followRun, isForeign, isRepeated } from './followRun';
import type { Lease } from './Lease';
import { BASE_MOVED, mustRerun } from './mustRerun';
import { publishTask } from './publishTask';
import { resolvePatiently } from './resolvePatiently';
import { runSpecOf, type AgentSpec, type RunSettings } from './runSpecOf';
import { PhaseClock, type TaskTelemetry } from '../telemetry';
import type { TaskEventHub } from './TaskEventHub';

/** All that driving a task needs. */
export type DriverDeps = {
  store: TaskStore;
  hub: TaskEventHub;
  executor: TaskExecutor;
  codeHosts: CodeHost[];
  settings: RunSettings;
  redact: Redact;
  /** The address of a repository behind the read-only proxy that workspaces clone through. */
  cloneUrlOf: (repository: ResolvedRepository) => string;
  /** The creator as commits can name them; left out, they are not named. */
  authorOf?: (userEntityRef: string) => Promise<TaskAuthor | undefined>;
  /** What becomes of tasks of the project whose base branch was changed under them; left out, they fail. */
  onConflictOf?: (project: string) => OnConflict;
  /** The address of a task's page in the portal. */
  taskUrlOf: (task: Task) => string;
  telemetry: TaskTelemetry;
  /** What agents need beside their task; left out, none needs a model. */
  agents?: AgentRuns;
  /** How long driving a task may fail before it is given up; five minutes by default. */
  giveUpMs?: number;
  logger: LoggerService;
};

/** What agents need to reach their models. */
export type AgentRuns = {
  /** What the agent of a task is told; where `gatewayUrl` is among it, its run gets a token for the models there. */
  specOf(task: Task): AgentSpec;
  /** Waits a moment until the calls of a task that were under way are counted. */
  callsCounted(taskUid: string): Promise<void>;
};

/** How a task ends. */
export type Ending = { outcome: TaskOutcome; error?: string };

/** A task that this replica drives: its commits are told to whoever watches. */
export class DrivenTask {
  /** Names the task in each line, and its run as soon as there is one. */
  logger: LoggerService;
  /** The run that it follows, from when it is known on. */
  run?: Run;
  private readonly phases: PhaseClock;

  constructor(
    readonly deps: DriverDeps,
    readonly claim: Claim,
    readonly lease: Lease,
    public task: Task,
  ) {
    this.logger = deps.logger;
    this.phases = new PhaseClock(ended =>
      deps.telemetry.phaseEnded(this.task, ended),
    );
  }

  async commit(commit: TaskCommit): Promise<Task> {
    const { store, hub } = this.deps;
    const committed = await store.commit(
      this.claim.taskUid,
      commit,
      this.claim,
    );
    this.task = committed.task;
    hub.publish(this.task, committed.events);
    this.phases.observe(commit, Date.now());
    return this.task;
  }
}

/** Drives a task from wherever it is to its end. */
export async function driveTask(
  deps: DriverDeps,
  claim: ClaimedTask,
  lease: Lease,
): Promise<void> {
  const { task } = claim;
  const logger = deps.logger.child({ project: task.project, name: task.name });
  const driven = new DrivenTask({ ...deps, logger }, claim, lease, task);
  await deps.telemetry.drive(task, async () => {
    await driveToEnd(driven);
    return driven.task;
  });
}

async function driveToEnd(driven: DrivenTask): Promise<void> {
  const { lease, task } = driven;
  driven.logger.info(`Taken up as ${task.status}, in phase '${task.phase}'`);
  const ending = await endingOf(driven);
  if (!ending || lease.signal.aborted) return;
  await end(driven, ending);
}

/** Ends a task, and cleans up behind it. */
async function end(driven: DrivenTask, ending: Ending): Promise<void> {
  const { deps, task } = driven;
  const error = ending.error && deps.redact(ending.error);
  await driven.commit({
    logLines: lastWords(driven.task, { ...ending, error }),
    transitions: [{ type: 'ended', outcome: ending.outcome, error }],
  });
  driven.logger.info(
    `Task ${task.project}/${task.name} ended: ${ending.outcome}`,
  );
  await cleanUp(driven);
}

/** A task that fails for so long and gets nowhere is given up: nothing outside it is away for longer unnoticed. */
const GIVE_UP_MS = 5 * 60_000;

/**
 * Ends a task whose driving threw, where it is over: it was cancelled, its time is up, or it has failed for minutes.
 *
 * @param failure.since - since when driving it fails and gets nowhere, in ms since 1970
 * @returns whether it has ended
 */
export async function endFailing(
  driven: DrivenTask,
  failure: { error: unknown; since: number },
): Promise<boolean> {
  const { deps, task } = driven;
  if (isFinalStatus(task.status)) return true;
  const ending = endingOfFailing(task, failure, deps.giveUpMs);
  if (ending) await end(driven, ending);
  return ending !== undefined;
}

function endingOfFailing(
  task: Task,
  { error, since }: { error: unknown; since: number },
  giveUpMs = GIVE_UP_MS,
): Ending | undefined {
  // Once it publishes there is no way back: then only how that fails is left to tell.
  if (task.publishingSince === null) {
    if (task.cancelRequestedAt !== null) return { outcome: 'cancelled' };
    if (task.deadlineAt !== null && task.deadlineAt <= Date.now()) {
      return { outcome: 'deadlineExceeded', error: deadlineText(task) };
    }
  }
  if (Date.now() - since < giveUpMs) return undefined;
  return {
    outcome: 'infrastructure',
    error: isError(error) ? error.message : stringifyError(error),
  };
}

/** How the task ends; undefined where it is no longer ours to say. */
async function endingOf(driven: DrivenTask): Promise<Ending | undefined> {
  try {
    if (driven.task.publishingSince === null) {
      const ending = await runTask(driven);
      if (ending !== 'publish') return ending;
    }
    return await publishTask(driven);
  } catch (error) {
    if (driven.lease.signal.aborted) return undefined;
    // A cancel that ended the task while it was being taken up.
    if (error instanceof TransitionRefusedError) {
      const now = await driven.deps.store.getTaskByUid(driven.task.uid);
      if (!now || isFinalStatus(now.status)) return undefined;
      if (now.cancelRequestedAt !== null) return { outcome: 'cancelled' };
    }
    throw error;
  }
}

async function runTask(
  driven: DrivenTask,
): Promise<Ending | 'publish' | undefined> {
  const { deps } = driven;
  if (driven.task.status === 'Pending') {
    await driven.commit({
      transitions: [{ type: 'claimed' }],
      fields: { isolation: await deps.executor.describeIsolation() },
    });
  }
  for (;;) {
    const run = await startedRun(driven);
    if ('outcome' in run) return run;
    const ending = await deps.telemetry.run(driven.task, run, () =>
      followRun(driven, run),
    );
    if (ending === 'publish' && (await mustRerun(driven, run))) {
      await cleanUpRun(driven, run);
      continue;
    }
    if (ending !== 'repeat') return ending;
    await cleanUpRun(driven, run);
  }
}

async function resolveRepository(
  driven: DrivenTask,
): Promise<ResolvedRepository | Ending> {
  const { repositoryUrl } = driven.task;
  const codeHost = driven.deps.codeHosts.find(h => h.handles(repositoryUrl));
  if (!codeHost) {
    return {
      outcome: 'accessDenied',
      error: `No integration is configured for the host of ${repositoryUrl}`,
    };
  }
  try {
    return await resolvePatiently(driven, codeHost);
  } catch (error) {
    if (driven.lease.signal.aborted) throw error;
    const now = await driven.deps.store.getTaskByUid(driven.task.uid);
    if (now && now.cancelRequestedAt !== null) return { outcome: 'cancelled' };
    const denied =
      isError(error) &&
      ['NotFoundError', 'NotAllowedError', 'InputError'].includes(error.name);
    return {
      outcome: denied ? 'accessDenied' : 'infrastructure',
      error: isError(error) ? error.message : stringifyError(error),
    };
  }
}

/** The run to follow: the latest one, or a new one where there is none or the latest was lost. */
async function startedRun(driven: DrivenTask): Promise<Run | Ending> {
  const { store, logger } = driven.deps;
  const latest =
    driven.task.attempt > 0
      ? await store.latestRun(driven.task.uid)
      : undefined;
  const isLost =
    latest && (isRepeated(latest) || latest.endReason === BASE_MOVED);
  if (latest && !isLost && (latest.handle || latest.endReason)) {
    driven.logger = logger.child({ run: latest.uid });
    driven.run = latest;
    return latest;
  }
  // Only a run that starts needs the code host: those that go on are not to suffer where it is away.
  const repository = await resolveRepository(driven);
  if ('outcome' in repository) return repository;
  const next =
    latest && !isLost
      ? latest
      : { uid: randomUUID(), attempt: driven.task.attempt + 1 };
  return startRun(driven, next, repository);
}

/** Hands a run to the executor. @returns the run, or how the task ends where it cannot be started */
async function startRun(
  driven: DrivenTask,
  { uid, attempt }: Pick<Run, 'uid' | 'attempt'>,
  repository: ResolvedRepository,
): Promise<Run | Ending> {
  const { deps, task, claim } = driven;
  if (task.cancelRequestedAt !== null) return { outcome: 'cancelled' };
  if (task.deadlineAt !== null && task.deadlineAt <= Date.now()) {
    return { outcome: 'deadlineExceeded', error: deadlineText(task) };
  }
  const agent = deps.agents?.specOf(task) ?? {};
  const gitToken = newRunToken();
  const modelToken = agent.gatewayUrl ? newRunToken() : undefined;
  const run = await deps.store.createRun(
    { uid, taskUid: task.uid, attempt, executor: deps.executor.id },
    [
      { kind: 'clone', hash: gitToken.hash },
      ...(modelToken
        ? [
            {
              kind: 'model' as const,
              hash: modelToken.hash,
              provider: task.provider,
            },
          ]
        : []),
    ],
    claim,
  );
  driven.run = run;
  driven.logger = deps.logger.child({ run: run.uid });
  try {
    // Only where an earlier run was lost after its change had arrived.
    const bundle =
      run.attempt > 1 ? await deps.store.bundle(task.uid) : undefined;
    const spec = runSpecOf(
      task,
      run,
      deps.cloneUrlOf(repository),
      deps.settings,
      agent,
    );
    const handle = await deps.executor.start({
      spec: bundle ? atGate(spec, task) : spec,
      attempt: run.attempt,
      image: task.validationSpec.image,
      secrets: {
        clone: { gitToken: gitToken.token },
        ...(modelToken && { agent: { modelToken: modelToken.token } }),
      },
      ...(bundle && { bundle: bundle.data }),
    });
    run.handle = handle;
    driven.logger.info(`Run ${run.attempt} was started by '${run.executor}'`);
    await driven.commit({
      run: { uid: run.uid, handle },
      fields: { validation: { baseline: [], gate: [], verdict: null } },
      transitions: [{ type: 'runStarted' }],
    });
    return run;
  } catch (error) {
    if (driven.lease.signal.aborted) throw error;
    if (error instanceof TransitionRefusedError) throw error;
    return {
      outcome: 'infrastructure',
      error: isError(error) ? error.message : stringifyError(error),
    };
  }
}

/** A run that takes the change that there is to the gate, on the commit that it was made for. */
function atGate(spec: RunSpec, task: Task): RunSpec {
  return {
    ...spec,
    startAt: 'validate',
    repository: {
      ...spec.repository,
      branch: task.branch,
      ...(task.baseCommit !== null && { commit: task.baseCommit }),
    },
  };
}

function lastWords(task: Task, ending: Ending): string[] {
  if (ending.outcome === 'pullRequest') {
    return [`Pull request created: ${task.prUrl}`];
  }
  if (ending.outcome === 'noChanges') {
    return ['Nothing was changed: no pull request is needed'];
  }
  if (ending.outcome === 'cancelled') return ['The task was cancelled'];
  return [`The task failed (${ending.outcome}): ${ending.error ?? ''}`.trim()];
}

/** After the end is stored: what is left behind is cleaned up later if this fails. */
async function cleanUp(driven: DrivenTask): Promise<void> {
  const run =
    driven.run ?? (await driven.deps.store.latestRun(driven.task.uid));
  if (!run) return;
  try {
    await cleanUpRun(driven, run);
  } catch (error) {
    driven.logger.warn(`Cleaning up the run failed: ${stringifyError(error)}`);
  }
}

async function cleanUpRun(driven: DrivenTask, run: Run): Promise<void> {
  // It stays for its own executor to clean up, in case that comes back.
  if (isForeign(driven, run)) return;
  const { deps } = driven;
  await deps.executor.cleanup(run.handle ?? { run: run.uid });
  await deps.store.markCleaned(run.uid);
}
