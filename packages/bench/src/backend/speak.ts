import { setTimeout as sleep } from 'node:timers/promises';
import { coloredLineOf, lineOf, type Behaviour } from '../behaviour';
import type { Gates } from './Gates';

/** Lines that are given out at once where a task says them as fast as they are taken. */
const BATCH_LINES = 500;
/** How often a task that speaks at a rate looks whether lines are due. */
const TICK_MS = 10;

/** Says the lines of a behaviour; each carries the moment at which it was said, not that at which it was taken. */
export async function* speak(
  behaviour: Behaviour,
  gates: Gates,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const { gate, lines, perSecond, stays } = behaviour;
  if (gate) await gates.pass(gate, signal);
  const said =
    perSecond === 0
      ? inBatches(lines, behaviour.colored ? coloredLineOf : lineOf)
      : atRate(lines, perSecond, signal);
  for await (const batch of said) {
    if (signal.aborted) return;
    yield batch;
  }
  if (gate && stays) await gates.pass(`${gate}-end`, signal);
}

async function* inBatches(
  lines: number,
  say: (n: number) => string,
): AsyncGenerator<string[]> {
  for (let from = 1; from <= lines; from += BATCH_LINES) {
    const count = Math.min(BATCH_LINES, lines - from + 1);
    yield Array.from({ length: count }, (_, index) => say(from + index));
  }
}

async function* atRate(
  lines: number,
  perSecond: number,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  const started = performance.now();
  const waiting: string[] = [];
  let said = 0;
  const say = () => {
    const due = Math.ceil(((performance.now() - started) / 1000) * perSecond);
    while (said < Math.min(due, lines)) {
      said += 1;
      waiting.push(lineOf(said));
    }
  };
  const timer = setInterval(say, TICK_MS);
  try {
    while ((said < lines || waiting.length > 0) && !signal.aborted) {
      if (waiting.length > 0) yield waiting.splice(0);
      else await sleep(1);
    }
  } finally {
    clearInterval(timer);
  }
}
