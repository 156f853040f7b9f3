import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  LeaseLostError,
  positionOf,
  type Claim,
  type ClaimedTask,
} from '../store';
import { noTelemetry } from '../telemetry';
import {
  DrivenTask,
  driveTask,
  endFailing,
  type DriverDeps,
} from './driveTask';
import { Lease } from './Lease';

/** By the design: a lease lasts 10 s and is renewed every 3 s. */
export const LEASE_MS = 10_000;
/** How often a replica looks for tasks that nobody holds, beside being told. */
const CLAIM_INTERVAL_MS = 1_000;
/** Whoever creates a task is answered before it is taken up, and so are those who create theirs in the same moment. */
const CALM_MS = 10;
/** However many are created, so long they wait at most. */
const MAX_CALM_MS = 500;
const CLEAN_INTERVAL_MS = 60_000;
/** How many runs are cleaned up in one go. */
const CLEAN_BATCH = 20;
/** Without a round for so long the loop stands still. */
const STANDSTILL_MS = 30_000;
/** Platforms kill what has not ended in time, Kubernetes after 30 s: work that hangs is left behind before. */
const STOP_GRACE_MS = 7_000;
/** A task that could not be driven is let alone for this long, and then tried again. */
const RETRY_DELAY_MS = 2_000;

/** Takes up tasks that nobody holds and drives each to its end. One per replica. */
export class Orchestrator {
  private readonly deps: DriverDeps;
  private readonly logger: LoggerService;
  private readonly owner = randomUUID();
  private readonly stopping = new AbortController();
  private readonly leases = new Map<string, Lease>();
  private readonly claims = new Map<string, Claim>();
  private readonly driving = new Set<Promise<void>>();
  /** Since when driving a task fails, in ms since 1970, and where in its events, by its uid. */
  private readonly failing = new Map<
    string,
    { since: number; position: number }
  >();
  private wake: () => void = () => {};
  private nudges = 0;
  private loop: Promise<unknown> | undefined;
  private lastRoundAt = Date.now();

  constructor(
    deps: Omit<DriverDeps, 'telemetry'> &
      Partial<Pick<DriverDeps, 'telemetry'>>,
  ) {
    this.deps = { telemetry: noTelemetry, ...deps };
    this.logger = deps.logger;
  }

  start(): void {
    this.lastRoundAt = Date.now();
    this.loop = Promise.all([this.claimLoop(), this.cleanLoop()]);
  }

  /** There is something new: a task to take up, or one to cancel. */
  nudge(taskUid: string): void {
    this.nudges += 1;
    this.wake();
    this.leases.get(taskUid)?.checkNow();
  }

  /** Whether it goes round: asks for tasks, and gets an answer. */
  isAlive(): boolean {
    return Date.now() - this.lastRoundAt < STANDSTILL_MS;
  }

  /**
   * Lets go of all tasks, within 10 s; their runs go on, and whoever takes them up follows them from there. Work that
   * still hangs then can write nothing more: its lease is gone.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    for (const lease of this.leases.values()) lease.letGo();
    const ended = Promise.all([this.loop, ...this.driving]);
    await Promise.race([
      ended,
      sleep(STOP_GRACE_MS, undefined, { ref: false }),
    ]);
    await Promise.all([...this.claims.values()].map(c => this.release(c)));
  }

  private async claimLoop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>(resolve => {
        this.wake = resolve;
      });
      const claim = await this.claim();
      if (claim) {
        const driven = this.drive(claim).finally(() =>
          this.driving.delete(driven),
        );
        this.driving.add(driven);
        continue;
      }
      await Promise.race([woken, pause(CLAIM_INTERVAL_MS, signal)]);
      await this.calm();
    }
  }

  /** Until nothing new has been told of for a moment. */
  private async calm(): Promise<void> {
    const { signal } = this.stopping;
    const latest = Date.now() + MAX_CALM_MS;
    for (let known = -1; known !== this.nudges && Date.now() < latest; ) {
      known = this.nudges;
      await pause(CALM_MS, signal);
      if (signal.aborted) return;
    }
  }

  private async claim(): Promise<ClaimedTask | undefined> {
    try {
      const claim = await this.deps.store.claim(this.owner, LEASE_MS);
      this.lastRoundAt = Date.now();
      return claim;
    } catch (error) {
      this.logger.error(
        `Looking for tasks to take up failed: ${stringifyError(error)}`,
      );
      return undefined;
    }
  }

  private async drive(claim: ClaimedTask): Promise<void> {
    const { hub, store } = this.deps;
    const logger = this.logger.child({ task: claim.taskUid });
    const lease = new Lease({ store, claim, leaseMs: LEASE_MS, logger });
    this.leases.set(claim.taskUid, lease);
    this.claims.set(claim.taskUid, claim);
    const letGo = hub.hold(claim.taskUid, () => lease.checkNow());
    lease.watch(task => hub.heard(positionOf(task)));
    if (this.stopping.signal.aborted) lease.letGo();
    try {
      await driveTask({ ...this.deps, logger }, claim, lease);
      this.failing.delete(claim.taskUid);
    } catch (error) {
      if (error instanceof LeaseLostError || lease.signal.aborted) {
        this.failing.delete(claim.taskUid);
        logger.info(`Left to another replica: ${stringifyError(error)}`);
      } else {
        logger.error(`Driving the task failed: ${stringifyError(error)}`);
        await this.failed(claim, lease, error);
        await pause(RETRY_DELAY_MS, this.stopping.signal);
      }
    } finally {
      this.leases.delete(claim.taskUid);
      letGo();
      lease.close();
      await this.release(claim);
    }
  }

  /** Ends a task that cannot be driven, where it is over: else it is tried again. */
  private async failed(
    claim: Claim,
    lease: Lease,
    error: unknown,
  ): Promise<void> {
    const { taskUid } = claim;
    try {
      const task = await this.deps.store.getTaskByUid(taskUid);
      if (!task) return;
      const before = this.failing.get(taskUid);
      const position = task.lastPosition;
      // A task that got on since it failed last has met two things that pass, and not one that stays.
      const failing =
        before?.position === position
          ? before
          : { since: Date.now(), position };
      this.failing.set(taskUid, failing);
      const failure = { error, since: failing.since };
      const driven = new DrivenTask(this.deps, claim, lease, task);
      if (await endFailing(driven, failure)) this.failing.delete(taskUid);
    } catch (reason) {
      this.logger.error(
        `Ending the task '${taskUid}' failed: ${stringifyError(reason)}`,
      );
    }
  }

  private async release(claim: Claim): Promise<void> {
    this.claims.delete(claim.taskUid);
    await this.deps.store.release(claim).catch(error => {
      this.logger.warn(`Releasing a lease failed: ${stringifyError(error)}`);
    });
  }

  private async cleanLoop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.clean().catch(error => {
        this.logger.warn(`Cleaning up runs failed: ${stringifyError(error)}`);
      });
      await pause(CLEAN_INTERVAL_MS, signal);
    }
  }

  /** Runs of ended tasks whose cleaning up was cut short. */
  private async clean(): Promise<void> {
    const { store, executor } = this.deps;
    for (const run of await store.runsToClean(executor.id, CLEAN_BATCH)) {
      try {
        await executor.cleanup(run.handle ?? { run: run.uid });
        await store.markCleaned(run.uid);
      } catch (error) {
        // Those behind it are not to wait for one that cannot be cleaned up.
        this.logger.warn(
          `Cleaning up run '${run.uid}' failed: ${stringifyError(error)}`,
        );
      }
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
