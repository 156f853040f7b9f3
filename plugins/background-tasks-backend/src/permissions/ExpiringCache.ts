import { onceMore } from './onceMore';

/** Entries that are kept at most: beyond that the oldest go. */
const MAX_ENTRIES = 10_000;
/** From this share of its time on an entry that is asked for is computed anew, while the old value still answers. */
const REFRESH_FROM = 0.5;

type Entry<T> = {
  value: Promise<T>;
  refreshAt: number;
  expiresAt: number;
};

/**
 * Remembers what was computed for a while; callers at the same moment share one computation. What is asked for all the
 * time is refreshed before it expires, so that nobody waits for it. A failure is not kept, and a value never outlives
 * its time.
 */
export class ExpiringCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly ttlMs: number) {}

  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    const now = Date.now();
    if (!known || known.expiresAt <= now) {
      return this.add(key, onceMore(compute));
    }
    if (known.refreshAt <= now) this.refresh(key, known, compute);
    return known.value;
  }

  private refresh(
    key: string,
    known: Entry<T>,
    compute: () => Promise<T>,
  ): void {
    known.refreshAt = Infinity;
    const startedAt = Date.now();
    onceMore(compute).then(
      value => this.add(key, Promise.resolve(value), startedAt),
      () => {
        // The old value answers until its time is over; the next call tries again.
        known.refreshAt = 0;
      },
    );
  }

  private add(
    key: string,
    value: Promise<T>,
    startedAt = Date.now(),
  ): Promise<T> {
    this.entries.delete(key);
    this.entries.set(key, {
      value,
      refreshAt: startedAt + this.ttlMs * REFRESH_FROM,
      expiresAt: startedAt + this.ttlMs,
    });
    value.catch(() => {
      if (this.entries.get(key)?.value === value) this.entries.delete(key);
    });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_ENTRIES) break;
      this.entries.delete(oldest);
    }
    return value;
  }
}
