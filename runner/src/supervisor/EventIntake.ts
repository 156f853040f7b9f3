import {
  parseRunnerEvent,
  PHASE_MAX_BYTES,
  PHASE_MAX_EVENTS,
  type PhaseOutcome,
  type RunnerEvent,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';

/** Twice what the runner allows itself: it is met only by a runner that is not ours any more. */
const MAX_BYTES = 2 * PHASE_MAX_BYTES;
const MAX_EVENTS = 2 * PHASE_MAX_EVENTS;
/** Base64 makes three bytes four, and each chunk comes with a few words. */
const BUNDLE_FACTOR = 1.5;
const LINE_FEED = 10;

/** Reads the standard output of a phase, and lets through the events that the phase may print. */
export class EventIntake {
  /** Lines that were no event, or not the one whose turn it was. */
  dropped = 0;
  /** The last thing that the phase said of its end. */
  outcome: Extract<RunnerEvent, { type: 'outcome' }> | undefined;
  private seq = 0;
  private bytes = 0;
  private bundleBytes = 0;
  private parts: Buffer[] = [];
  private size = 0;
  private skipping = false;

  constructor(
    private readonly phase: RunnerPhase,
    private readonly limits: { bundleBytes: number },
    private readonly onEvent: (event: RunnerEvent) => void,
  ) {}

  push(chunk: Buffer) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.add(chunk.subarray(start, end));
      this.endLine();
      start = end + 1;
    }
    this.add(chunk.subarray(start));
  }

  /** What follows is nobody's word any more: it says how the phase ended, in its place. */
  conclude(outcome: PhaseOutcome, error: string) {
    if (this.outcome) return;
    this.seq++;
    this.outcome = {
      type: 'outcome',
      seq: this.seq,
      phase: this.phase,
      time: new Date().toISOString(),
      outcome,
      error,
    };
    this.onEvent(this.outcome);
  }

  private add(part: Buffer) {
    if (this.skipping || part.length === 0) return;
    if (this.size + part.length > MAX_BYTES) {
      this.skipping = true;
      this.parts = [];
      return;
    }
    this.parts.push(Buffer.from(part));
    this.size += part.length;
  }

  private endLine() {
    const line = Buffer.concat(this.parts);
    const skipped = this.skipping;
    this.parts = [];
    this.size = 0;
    this.skipping = false;
    const event = skipped ? undefined : parseRunnerEvent(line.toString());
    if (!event || !this.admits(event, line.length)) {
      this.dropped++;
      return;
    }
    this.seq = event.seq;
    if (event.type === 'outcome') this.outcome = event;
    this.onEvent(event);
  }

  private admits(event: RunnerEvent, bytes: number): boolean {
    if (event.phase !== this.phase || event.seq !== this.seq + 1) return false;
    if (this.outcome) return false;
    if (event.type === 'bundle') {
      this.bundleBytes += bytes;
      return this.bundleBytes <= this.limits.bundleBytes * BUNDLE_FACTOR + 4096;
    }
    this.bytes += bytes;
    return this.bytes <= MAX_BYTES && event.seq <= MAX_EVENTS;
  }
}
