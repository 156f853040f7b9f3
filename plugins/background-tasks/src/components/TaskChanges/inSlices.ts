/** Half a frame: the rest is for scrolling. */
const SLICE_MS = 8;

/** Takes the steps of some work a few at a time, so that the page never stands still. It rejects when it is aborted. */
export async function inSlices<T>(
  steps: Generator<void, T>,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await new Promise(resolve => setTimeout(resolve));
    signal.throwIfAborted();
  }
}
