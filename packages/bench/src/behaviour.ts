/** What a task of the benchmark does, ours and the peer's alike: it says lines, and nothing else. */
export type Behaviour = {
  /** The gate that it waits at before its first line; none if left out. */
  gate?: string;
  /** How many lines it says. */
  lines: number;
  /** 0: as fast as they are taken. */
  perSecond: number;
  /** Whether it waits at the gate `<gate>-end` before it ends. */
  stays?: boolean;
  /** Whether some of its lines have colours, as tools write them for terminals. */
  colored?: boolean;
};

/** A task that does nothing. */
export const noop: Behaviour = { lines: 0, perSecond: 0 };

/** Milliseconds since 1970 with fractions: the same clock in all processes of one machine. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** The nth line, from 1 on, with the moment at which it was said; about as long as a line of a build is. */
export function lineOf(n: number): string {
  return `bench ${n} ${clock().toFixed(
    3,
  )} added 1 package, and audited 87 packages in 912ms`;
}

/** Finds lines of `lineOf` in a text, however they are wrapped. */
export const LINE_PATTERN = /bench (\d+) (\d+\.\d+) added/g;

const ESCAPE = String.fromCharCode(27);
const COLORED_EVERY = 5;

/** The same with the colours of a terminal in every fifth line. */
export function coloredLineOf(n: number): string {
  if (n % COLORED_EVERY > 0) return lineOf(n);
  return `${ESCAPE}[32m✓${ESCAPE}[39m ${lineOf(n)} ${ESCAPE}[1;33m(${
    n % 97
  } ms)${ESCAPE}[0m`;
}
