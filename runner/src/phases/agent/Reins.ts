import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';

const DEFAULT_SILENCE_SECONDS = 600;
const DEFAULT_MAX_TURNS = 250;
/** The task's own end is told by whoever supervises it: here it is for where nobody does. */
const DEADLINE_GRACE_MS = 1_000;
/** Node's timers take no longer time. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Holds an agent to its limits: the task's time, how long it may be silent, how often it may call its model. */
export class Reins {
  private readonly stop = new AbortController();
  private readonly silenceMs: number;
  private readonly maxTurns: number;
  private readonly deadline: NodeJS.Timeout;
  private silence: NodeJS.Timeout | undefined;
  private turns = 0;
  private why: string | undefined;

  constructor(
    { agent, deadline }: Pick<RunSpec, 'agent' | 'deadline'>,
    private readonly outer: AbortSignal,
  ) {
    this.silenceMs = (agent.silenceSeconds ?? DEFAULT_SILENCE_SECONDS) * 1_000;
    this.maxTurns = agent.maxTurns ?? DEFAULT_MAX_TURNS;
    const left = new Date(deadline).getTime() - Date.now() + DEADLINE_GRACE_MS;
    this.deadline = setTimeout(
      () => this.pull("The agent was stopped: the task's time was over."),
      Math.min(Math.max(left, 0), TIMER_MAX_MS),
    );
    outer.addEventListener('abort', this.passOn, { once: true });
    if (outer.aborted) this.passOn();
  }

  /** Aborted when the agent is to end. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** Why the agent was stopped, for people; undefined where it was not stopped by these limits. */
  get reason(): string | undefined {
    return this.why;
  }

  /** The agent said something: its silence begins anew. */
  heard(): void {
    clearTimeout(this.silence);
    const seconds = this.silenceMs / 1_000;
    this.silence = setTimeout(
      () =>
        this.pull(
          `The agent was stopped: it had said nothing for ${seconds} seconds.`,
        ),
      this.silenceMs,
    );
  }

  /** Between rounds nothing is expected of the agent. */
  rest(): void {
    clearTimeout(this.silence);
  }

  /** The agent called its model. */
  turn(): void {
    this.turns++;
    if (this.turns <= this.maxTurns) return;
    this.pull(
      `The agent was stopped: it had used the ${this.maxTurns} turns that it has.`,
    );
  }

  /** Ends the agent now; the first reason counts. */
  pull(reason: string): void {
    this.why ??= reason;
    this.stop.abort();
  }

  close(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.silence);
    this.outer.removeEventListener('abort', this.passOn);
  }

  private readonly passOn = () => this.stop.abort();
}
