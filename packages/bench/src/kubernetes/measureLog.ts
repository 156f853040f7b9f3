import { Viewers, type Seen } from '../load/Viewers';
import type { ClusterSystem } from './startClusterSystem';

const PER_SECOND = 5;
/** How long viewers wait for lines that are still on their way. */
const GIVE_UP_MS = 180_000;

/** A program of the agent's that says lines with the moment at which it says them, as `lineOf` does. */
function speaker(lines: number): string {
  const program = `let n = 0; const timer = setInterval(() => { n += 1; console.log('bench ' + n + ' ' + Date.now() + '.000 added'); if (n === ${lines}) clearInterval(timer); }, ${
    1_000 / PER_SECOND
  });`;
  return `node -e "${program}"`;
}

/** How long lines take from a program in the Pod to the viewer of the task's event stream. */
export async function measureLog(
  system: ClusterSystem,
  lines: number,
): Promise<Seen> {
  const task = await system.create(0, speaker(lines));
  const watching = new Viewers(system.client);
  try {
    await watching.open([`${task.path}/events`]);
    const until = Date.now() + GIVE_UP_MS + (lines / PER_SECOND) * 1_000;
    while (watching.fewest < lines && Date.now() < until)
      await system.pause(100);
  } finally {
    watching.close();
  }
  await system.untilCompleted([task]);
  return watching.seen(lines);
}
