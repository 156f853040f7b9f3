import type { ActiveTaskCount } from '../store';

/** However many readers there are, the database is asked no more often than this. */
const MAX_AGE_MS = 15_000;

/** The number of active tasks, remembered for a while. */
export class ActiveCounts {
  private readonly count: () => Promise<ActiveTaskCount[]>;
  private counted: Promise<ActiveTaskCount[]> | undefined;
  private countedAt = 0;

  constructor(count: () => Promise<ActiveTaskCount[]>) {
    this.count = count;
  }

  async read(): Promise<ActiveTaskCount[]> {
    const now = Date.now();
    if (!this.counted || now - this.countedAt >= MAX_AGE_MS) {
      this.countedAt = now;
      this.counted = this.count();
    }
    return this.counted;
  }
}
