import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { LeaseLostError, type Claim } from '../store';
import { driveTask, type DriverDeps } from './driveTask';
import { Lease } from './Lease';

/** By the design: a lease lasts 10 s and is renewed every 3 s. */
export const LEASE_MS = 10_000;
/** How often a replica looks for tasks that nobody holds, beside being told. */
const CLAIM_INTERVAL_MS = 1_000;
const CLEAN_INTERVAL_MS = 60_000;
/** How many runs are cleaned up in one go. */
const CLEAN_BATCH = 20;
/** A task that could not be driven is let alone for this long, and then tried again. */
const RETRY_DELAY_MS = 2_000;

/** Takes up tasks that nobody holds and drives each to its end. One per replica. */
export class Orchestrator {
  private readonly deps: DriverDeps;
  private readonly logger: LoggerService;
  private readonly owner = randomUUID();
  private readonly stopping = new AbortController();
  private readonly leases = new Map<string, Lease>();
  private readonly driving = new Set<Promise<void>>();
  private wake: () => void = () => {};
  private loop: Promise<unknown> | undefined;

  constructor(deps: DriverDeps) {
    this.deps = deps;
    this.logger = deps.logger;
  }

  start(): void {
    this.loop = Promise.all([this.claimLoop(), this.cleanLoop()]);
  }

  /** There is something new: a task to take up, or one to cancel. */
  nudge(taskUid: string): void {
    this.wake();
    this.leases.get(taskUid)?.checkNow();
  }

  /** Lets go of all tasks; their runs go on, and whoever takes them up follows them from there. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    for (const lease of this.leases.values()) lease.letGo();
    await this.loop;
    await Promise.all(this.driving);
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
    }
  }

  private async claim(): Promise<Claim | undefined> {
    try {
      return await this.deps.store.claim(this.owner, LEASE_MS);
    } catch (error) {
      this.logger.error(
        `Looking for tasks to take up failed: ${stringifyError(error)}`,
      );
      return undefined;
    }
  }

  private async drive(claim: Claim): Promise<void> {
    const { store } = this.deps;
    const logger = this.logger.child({ task: claim.taskUid });
    const lease = new Lease({ store, claim, leaseMs: LEASE_MS, logger });
    this.leases.set(claim.taskUid, lease);
    if (this.stopping.signal.aborted) lease.letGo();
    try {
      await driveTask({ ...this.deps, logger }, claim, lease);
    } catch (error) {
      if (error instanceof LeaseLostError || lease.signal.aborted) {
        logger.info(`Left to another replica: ${stringifyError(error)}`);
      } else {
        logger.error(`Driving the task failed: ${stringifyError(error)}`);
        await pause(RETRY_DELAY_MS, this.stopping.signal);
      }
    } finally {
      this.leases.delete(claim.taskUid);
      lease.close();
      await store.release(claim).catch(error => {
        logger.warn(`Releasing the lease failed: ${stringifyError(error)}`);
      });
    }
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
      await executor.cleanup(run.handle ?? { run: run.uid });
      await store.markCleaned(run.uid);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
