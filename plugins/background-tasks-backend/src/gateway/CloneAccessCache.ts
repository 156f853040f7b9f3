import type { GatewayCloneAccess } from './GitProxy';

// A clone takes two requests or three within a few seconds; what the host granted may be taken back soon after.
const KEEP_MS = 60_000;

type Entry = { access: Promise<GatewayCloneAccess>; expiresAt: number };

/**
 * Keeps what a code host granted to a run for a minute, so that one clone asks it once. Whether the run's token is still
 * good is not kept: that is to be checked for each request, before this is asked.
 */
export class CloneAccessCache {
  readonly #entries = new Map<string, Entry>();
  readonly #keepMs: number;

  /** @param options `keepMs` in milliseconds; a minute by default */
  constructor(options: { keepMs?: number } = {}) {
    this.#keepMs = options.keepMs ?? KEEP_MS;
  }

  /** Requests at the same moment share one answer. A failure is not kept. */
  async get(
    run: string,
    ask: () => Promise<GatewayCloneAccess>,
  ): Promise<GatewayCloneAccess> {
    const now = Date.now();
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt <= now) {
        this.#entries.delete(key);
      }
    }
    const known = this.#entries.get(run);
    if (known) {
      return known.access;
    }
    const entry = { access: ask(), expiresAt: now + this.#keepMs };
    this.#entries.set(run, entry);
    try {
      return await entry.access;
    } catch (error) {
      if (this.#entries.get(run) === entry) {
        this.#entries.delete(run);
      }
      throw error;
    }
  }
}
