const PARENT_POLL_MS = 500;

/** Somebody asked the program to end. */
class Interrupted extends Error {
  constructor() {
    super('Interrupted');
    this.name = 'Interrupted';
  }
}

/**
 * A signal that is aborted by Ctrl-C, by being told to end, and when the parent process is gone.
 * Being told again changes nothing: tidying up has a bounded time of its own.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, abort);
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) abort();
  }, PARENT_POLL_MS).unref();
  return controller.signal;
}

/** Whether an error says no more than that somebody asked the program to end. */
export function isInterruption(error: unknown): boolean {
  if (error instanceof Interrupted) return true;
  return error instanceof Error && error.cause instanceof Interrupted;
}

/** Waits until the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    // A listener alone does not keep the process alive.
    const keepAlive = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(keepAlive);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
