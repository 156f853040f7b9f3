import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Claim, TaskStore } from '../store';
import type { Task } from '../tasks';

/** By the design: a lease is renewed every 3 s. */
const RENEW_MS = 3_000;

/** A lease that renews itself until it is closed, lost or let go of. */
export class Lease {
  private readonly options: {
    store: TaskStore;
    claim: Claim;
    leaseMs: number;
    logger: LoggerService;
  };
  private readonly ended = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private lastRenewedAt = Date.now();
  private watchers = new Set<(task: Task) => void>();

  constructor(options: {
    store: TaskStore;
    claim: Claim;
    leaseMs: number;
    logger: LoggerService;
  }) {
    this.options = options;
    this.timer = setInterval(() => this.checkNow(), RENEW_MS).unref();
  }

  /** Aborted when the task is no longer ours. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Calls back with the task at each renewal, until the returned function is called. */
  watch(watcher: (task: Task) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Renews now. */
  checkNow(): void {
    this.renew().catch(error => {
      this.options.logger.warn(
        `Renewing the lease failed: ${stringifyError(error)}`,
      );
      // The database may be away for a moment; when the lease has run out, somebody else may have it.
      if (Date.now() - this.lastRenewedAt > this.options.leaseMs) this.letGo();
    });
  }

  letGo(): void {
    this.ended.abort();
  }

  close(): void {
    clearInterval(this.timer);
    this.watchers.clear();
  }

  private async renew(): Promise<void> {
    const { store, claim, leaseMs } = this.options;
    const startedAt = Date.now();
    const task = await store.renew(claim, leaseMs);
    if (!task) {
      this.letGo();
      return;
    }
    this.lastRenewedAt = startedAt;
    for (const watcher of this.watchers) watcher(task);
  }
}
