import { setTimeout as sleep } from 'node:timers/promises';

/** All writes of mirrors together: an API server serves many others too. */
const WRITES_PER_SECOND = 15;
/** After a quiet time so many go at once. */
const BURST = 10;

/** Keeps the writes of one process to a pace; who comes first goes first. */
export class WritePace {
  private readonly gapMs = 1_000 / WRITES_PER_SECOND;
  /** When the next write is due if all before it keep the pace. */
  private nextAt = 0;

  /** Resolves when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = Date.now();
    this.nextAt = Math.max(this.nextAt, now - BURST * this.gapMs) + this.gapMs;
    const wait = this.nextAt - now;
    if (wait > 0) await sleep(wait, undefined, { ref: false });
  }
}
