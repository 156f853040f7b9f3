/** Ends one after the other, also those behind one that fails. @throws what the first of them threw */
export async function stopAll(
  stops: readonly (() => unknown)[],
): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of stops) {
    try {
      await stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
