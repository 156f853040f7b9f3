const PAUSE_MS = 50;
const PATIENCE_MS = 60_000;

/** Waits until a condition holds. */
export async function waitFor(
  condition: () => boolean,
  what: string,
): Promise<void> {
  const started = Date.now();
  while (!condition()) {
    if (Date.now() - started > PATIENCE_MS) {
      throw new Error(`Waited too long for ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
