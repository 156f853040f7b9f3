/**
 * Calls again and again, each time so long after the last call was over, until the returned function is called. A call
 * that fails has told nothing.
 */
export function repeatedly(
  everyMs: number,
  call: () => Promise<void>,
): () => void {
  let timer: NodeJS.Timeout;
  let isOver = false;
  const next = () => {
    if (isOver) return;
    timer = setTimeout(() => {
      call().then(next, next);
    }, everyMs);
    timer.unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
