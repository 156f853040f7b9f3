import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from './seededRandom';
import type { Replica } from '../replicas/startReplicas';

/** How long it waits between two kills, in milliseconds. */
const PAUSE_MS = { min: 2_000, max: 6_000 };

/** How often it kills the last one that runs: that all are away is to happen, but not to be all that happens. */
const LAST_SHARE = 0.2;

/** A workspace that nobody looks after ends after 60 s: all are away only where one is back in half of that. */
const MAX_AWAY_MS = 30_000;

/** Kills a random replica every few seconds and starts it again, until it is ended. */
export class Chaos {
  private readonly random: () => number;
  private readonly stopping = new AbortController();
  private readonly starts = new Map<Replica, Promise<void>>();
  private readonly failures: unknown[] = [];
  private readonly running: Promise<void>;
  private killed = 0;
  private readonly startsMs: number[] = [];

  constructor(
    private readonly replicas: Replica[],
    options: { seed: number; maxKills: number },
  ) {
    this.random = seededRandom(options.seed);
    this.running = this.run(options.maxKills).catch(error => {
      if (!this.stopping.signal.aborted) this.failures.push(error);
    });
  }

  /** How many replicas were killed by now. */
  get kills(): number {
    return this.killed;
  }

  /**
   * Kills no more, and waits until all run again.
   *
   * @throws what kept a replica from starting again
   */
  async end(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all(this.starts.values());
    if (this.failures.length > 0) throw this.failures[0];
  }

  private async run(maxKills: number): Promise<void> {
    const { signal } = this.stopping;
    while (this.killed < maxKills) {
      const pause = PAUSE_MS.max - PAUSE_MS.min;
      await delay(PAUSE_MS.min + this.random() * pause, undefined, { signal });
      const victim =
        this.replicas[Math.floor(this.random() * this.replicas.length)];
      if (this.starts.has(victim)) continue;
      const isLast = this.starts.size === this.replicas.length - 1;
      if (isLast && !this.mayAllBeAway()) continue;
      this.killed += 1;
      await victim.backend.kill();
      this.starts.set(victim, this.restart(victim));
    }
  }

  private mayAllBeAway(): boolean {
    if (this.random() > LAST_SHARE || this.startsMs.length === 0) return false;
    return Math.max(...this.startsMs) <= MAX_AWAY_MS;
  }

  private async restart(replica: Replica): Promise<void> {
    const began = Date.now();
    try {
      await replica.backend.start();
      this.startsMs.push(Date.now() - began);
    } catch (error) {
      this.failures.push(error);
    }
    this.starts.delete(replica);
  }
}
