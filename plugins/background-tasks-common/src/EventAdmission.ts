import {
  parseRunnerEvent,
  PHASE_MAX_BYTES,
  PHASE_MAX_EVENTS,
  type PhaseOutcome,
  type RunnerEvent,
} from './runnerEvent';
import type { RunnerPhase } from './task';

/** Twice what the runner allows itself: it is met only by a runner that is not ours any more. */
const MAX_BYTES = 2 * PHASE_MAX_BYTES;
const MAX_EVENTS = 2 * PHASE_MAX_EVENTS;
/** Base64 makes three bytes four, and each chunk comes with a few words. */
const BUNDLE_FACTOR = 1.5;

/** The longest line that can be an event, in bytes. @public */
export const MAX_EVENT_LINE_BYTES = MAX_BYTES;

/**
 * Lets through the events that a phase may print: its own, each in its turn, none after its outcome, and no more than
 * its caps allow.
 *
 * @public
 */
export class EventAdmission {
  /** Lines that were no event, or not the one whose turn it was. */
  dropped = 0;
  /** Whether an event came before its turn: some were lost on the way. */
  gap = false;
  /** The last thing that the phase said of its end. */
  outcome: Extract<RunnerEvent, { type: 'outcome' }> | undefined;
  private bytes = 0;
  private bundleBytes = 0;

  /** @param seq - the last event that was let through before */
  constructor(
    private readonly phase: RunnerPhase,
    private readonly limits: { bundleBytes: number },
    private seq = 0,
  ) {}

  /** The event in a line, if it may pass. */
  admit(line: string, bytes: number): RunnerEvent | undefined {
    const event = parseRunnerEvent(line);
    if (!event || !this.admits(event, bytes)) {
      this.dropped++;
      return undefined;
    }
    this.seq = event.seq;
    if (event.type === 'outcome') this.outcome = event;
    return event;
  }

  /** What follows is nobody's word any more: an outcome in the place of the phase's own, unless it gave one. */
  conclude(outcome: PhaseOutcome, error: string): RunnerEvent | undefined {
    if (this.outcome) return undefined;
    this.seq++;
    this.outcome = {
      type: 'outcome',
      seq: this.seq,
      phase: this.phase,
      time: new Date().toISOString(),
      outcome,
      error,
    };
    return this.outcome;
  }

  private admits(event: RunnerEvent, bytes: number): boolean {
    if (event.phase !== this.phase || this.outcome) return false;
    if (event.seq !== this.seq + 1) {
      if (event.seq > this.seq) this.gap = true;
      return false;
    }
    if (event.type === 'bundle') {
      this.bundleBytes += bytes;
      return this.bundleBytes <= this.limits.bundleBytes * BUNDLE_FACTOR + 4096;
    }
    this.bytes += bytes;
    return this.bytes <= MAX_BYTES && event.seq <= MAX_EVENTS;
  }
}
