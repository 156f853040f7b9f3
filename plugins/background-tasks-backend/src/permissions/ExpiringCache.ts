/** Entries that are kept at most: beyond that the oldest go. */
const MAX_ENTRIES = 10_000;

/** Remembers what was computed for a while; callers at the same moment share one computation. A failure is not kept. */
export class ExpiringCache<T> {
  private readonly entries = new Map<
    string,
    { value: Promise<T>; expiresAt: number }
  >();

  constructor(private readonly ttlMs: number) {}

  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known && known.expiresAt > Date.now()) return known.value;

    const value = compute();
    this.entries.delete(key);
    this.entries.set(key, { value, expiresAt: Date.now() + this.ttlMs });
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
