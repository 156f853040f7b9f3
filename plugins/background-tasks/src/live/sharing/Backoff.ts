const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** Growing pauses between tries. */
export class Backoff {
  private failures = 0;

  /** It went well: the next pause is short again. */
  reset(): void {
    this.failures = 0;
  }

  /** Waits, no longer than until `signal` aborts. */
  async pause(signal: AbortSignal): Promise<void> {
    const ms = Math.min(FIRST_DELAY_MS * 2 ** this.failures, LONGEST_DELAY_MS);
    this.failures += 1;
    await pause(ms, signal);
  }
}

/** Resolves after a time, or when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let onAbort = () => {};
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    onAbort = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', onAbort);
  });
  signal.removeEventListener('abort', onAbort);
}
