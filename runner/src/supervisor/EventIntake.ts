import {
  EventAdmission,
  MAX_EVENT_LINE_BYTES,
  type PhaseOutcome,
  type RunnerEvent,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';

const LINE_FEED = 10;

/** Reads the standard output of a phase, and lets through the events that the phase may print. */
export class EventIntake {
  private readonly admission: EventAdmission;
  private tooLong = 0;
  private parts: Buffer[] = [];
  private size = 0;
  private skipping = false;

  constructor(
    phase: RunnerPhase,
    limits: { bundleBytes: number },
    private readonly onEvent: (event: RunnerEvent) => void,
  ) {
    this.admission = new EventAdmission(phase, limits);
  }

  /** Lines that were no event, or not the one whose turn it was. */
  get dropped(): number {
    return this.admission.dropped + this.tooLong;
  }

  /** The last thing that the phase said of its end. */
  get outcome() {
    return this.admission.outcome;
  }

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
    const event = this.admission.conclude(outcome, error);
    if (event) this.onEvent(event);
  }

  private add(part: Buffer) {
    if (this.skipping || part.length === 0) return;
    if (this.size + part.length > MAX_EVENT_LINE_BYTES) {
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
    if (skipped) {
      this.tooLong++;
      return;
    }
    const event = this.admission.admit(line.toString(), line.length);
    if (event) this.onEvent(event);
  }
}
