import { writeSync } from 'node:fs';
import {
  LOG_LINE_MAX_BYTES,
  PHASE_MAX_BYTES,
  PHASE_MAX_EVENTS,
  rewordCheck,
  type RunnerEventBody,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { errnoOf } from '../process/errno';
import { redact } from './redact';
import { cutBytes, keepEnd, keepStart } from './text';

/** What a phase may print, bundle events apart. */
export type EventCaps = { bytes: number; events: number };

type Waiting = { time: string; body: RunnerEventBody; bytes: number };

type Validation = Extract<RunnerEventBody, { type: 'validation' }>;

/** Room is left for so many checks that say as much. */
const CHECKS_TO_COME = 16;
/** What is left of a check's failures and output where the room for all of it is gone. */
const SHORTER = [
  { failures: 20, chars: 2_000 },
  { failures: 5, chars: 500 },
  { failures: 1, chars: 200 },
];
const ERROR_MAX_CHARS = 8000;
/** `{"seq":100000,"time":"…","phase":"baseline",` and a line feed. */
const ENVELOPE_BYTES = 80;
const COMPACT_EVENTS = 50_000;

/**
 * Numbers, stamps and prints the events of one phase: the only writer of its standard output.
 *
 * A phase may print only so much. Log lines fill the first half of that as they come; of what follows the last quarter
 * or so is kept back until the end, and what lay in between is counted in a line of its own. What is not a log line
 * is rare and matters more: it has a share of its own, and is printed at once. Most of all matters what checks say: each
 * says it in fewer words once the others have said much. What finds no room even so is counted, and told at the end.
 */
export class EventWriter {
  private seq = 0;
  private readonly head: EventCaps;
  private readonly tail: EventCaps;
  private readonly reserve: EventCaps;
  private readonly activity: EventCaps;
  private readonly checks: EventCaps;
  private waiting: Waiting[] = [];
  private firstWaiting = 0;
  private waitingBytes = 0;
  private headFull = false;
  private dropped = { events: 0, bytes: 0 };
  private readonly unsaid = new Map<RunnerEventBody['type'], number>();
  private ended = false;

  constructor(
    private readonly phase: RunnerPhase,
    private readonly options: {
      write?: (line: string) => void;
      caps?: EventCaps;
      /** Texts that must not be printed, such as a token. */
      secrets?: string[];
    } = {},
  ) {
    const caps = options.caps ?? {
      bytes: PHASE_MAX_BYTES,
      events: PHASE_MAX_EVENTS,
    };
    this.head = share(caps, 0.5);
    this.tail = share(caps, 0.27);
    this.activity = share(caps, 0.08);
    this.checks = share(caps, 0.1);
    this.reserve = share(caps, 0.04);
  }

  /** One line of the runner's own. */
  system(text: string): void {
    for (const line of text.split('\n')) {
      this.emit({ type: 'log', stream: 'system', text: line });
    }
  }

  emit(event: RunnerEventBody): void {
    if (this.ended) return;
    const body = this.clean(event);
    const time = new Date().toISOString();
    if (body.type === 'outcome') {
      this.flushTail();
      this.print(time, body);
      this.ended = true;
      return;
    }
    if (body.type === 'bundle' || body.type === 'changes') {
      this.print(time, body);
      return;
    }
    if (body.type !== 'log') {
      this.printWithin(time, body);
      return;
    }
    const bytes = bytesOf(body);
    if (!this.headFull && take(this.head, bytes)) {
      this.print(time, body);
      return;
    }
    this.headFull = true;
    this.keepBack({ time, body, bytes });
  }

  private printWithin(time: string, body: RunnerEventBody): void {
    if (body.type === 'validation') {
      const said = fitting(body, this.checks.bytes / CHECKS_TO_COME);
      if (take(this.checks, bytesOf(said))) this.print(time, said);
      else this.leaveOut(body);
      return;
    }
    // An agent that goes round in circles leaves room for the rest.
    const budget = body.type === 'activity' ? this.activity : this.reserve;
    if (take(budget, bytesOf(body))) this.print(time, body);
    else this.leaveOut(body);
  }

  private leaveOut({ type }: RunnerEventBody): void {
    this.unsaid.set(type, (this.unsaid.get(type) ?? 0) + 1);
  }

  private keepBack(event: Waiting): void {
    this.waiting.push(event);
    this.waitingBytes += event.bytes;
    while (
      this.waitingBytes > this.tail.bytes ||
      this.waiting.length - this.firstWaiting > this.tail.events
    ) {
      const { bytes } = this.waiting[this.firstWaiting];
      this.firstWaiting++;
      this.waitingBytes -= bytes;
      this.dropped.bytes += bytes;
      this.dropped.events++;
    }
    // Moving all that is kept for each line that is dropped would take quadratic time.
    if (this.firstWaiting > COMPACT_EVENTS) {
      this.waiting = this.waiting.slice(this.firstWaiting);
      this.firstWaiting = 0;
    }
  }

  private flushTail(): void {
    if (this.dropped.events > 0) {
      const { events, bytes } = this.dropped;
      this.print(new Date().toISOString(), {
        type: 'log',
        stream: 'system',
        text: `… ${events} lines (${bytes} bytes) were left out here: a phase may print only so much …`,
      });
    }
    const kept = this.waiting.slice(this.firstWaiting);
    for (const { time, body } of kept) this.print(time, body);
    this.waiting = [];
    this.tellUnsaid();
  }

  private tellUnsaid(): void {
    if (this.unsaid.size === 0) return;
    const counts = [...this.unsaid].map(([type, count]) => `${count} ${type}`);
    this.print(new Date().toISOString(), {
      type: 'log',
      stream: 'system',
      text: `… events were left out (${counts.join(
        ', ',
      )}): a phase may print only so much …`,
    });
  }

  private print(time: string, body: RunnerEventBody): void {
    this.seq++;
    const line = `${JSON.stringify({
      seq: this.seq,
      time,
      phase: this.phase,
      ...body,
    })}\n`;
    (this.options.write ?? writeStdout)(line);
  }

  private clean(body: RunnerEventBody): RunnerEventBody {
    if (body.type === 'log') {
      return {
        ...body,
        text: cutBytes(this.redact(body.text), LOG_LINE_MAX_BYTES),
      };
    }
    if (body.type === 'outcome' && body.error !== undefined) {
      return {
        ...body,
        error: keepStart(this.redact(body.error), ERROR_MAX_CHARS),
      };
    }
    if (body.type === 'activity') {
      const { tool, path } = body;
      return {
        ...body,
        text: keepStart(this.redact(body.text), 4000),
        ...(tool !== undefined && { tool: this.redact(tool) }),
        ...(path !== undefined && { path: this.redact(path) }),
      };
    }
    if (body.type === 'round') {
      return { ...body, files: body.files.map(file => this.redact(file)) };
    }
    if (body.type === 'hook') {
      return { ...body, command: this.redact(body.command) };
    }
    if (body.type === 'repair') {
      return { ...body, reason: keepStart(this.redact(body.reason), 4000) };
    }
    if (body.type === 'validation') {
      return {
        ...body,
        check: rewordCheck(body.check, text => this.redact(text)),
      };
    }
    return body;
  }

  private redact(text: string): string {
    return redact(text, this.options.secrets ?? []);
  }
}

function bytesOf(body: RunnerEventBody): number {
  return Buffer.byteLength(JSON.stringify(body)) + ENVELOPE_BYTES;
}

/** What a check says, in as many words as there is room for; the fewest, where there is none. */
function fitting(body: Validation, bytes: number): Validation {
  const shorter = SHORTER.map(words => shorten(body, words));
  return (
    [body, ...shorter].find(said => bytesOf(said) <= bytes) ??
    shorter[shorter.length - 1]
  );
}

function shorten(
  body: Validation,
  { failures: count, chars }: (typeof SHORTER)[number],
): Validation {
  const { failures, newFailures, knownFailures, output } = body.check;
  return {
    ...body,
    check: {
      ...body.check,
      output: keepEnd(output, chars),
      ...(failures && { failures: failures.slice(0, count) }),
      ...(newFailures && { newFailures: newFailures.slice(0, count) }),
      ...(knownFailures && { knownFailures: knownFailures.slice(0, count) }),
    },
  };
}

function share(caps: EventCaps, part: number): EventCaps {
  return {
    bytes: Math.floor(caps.bytes * part),
    events: Math.floor(caps.events * part),
  };
}

function take(budget: EventCaps, bytes: number): boolean {
  if (budget.bytes < bytes || budget.events < 1) return false;
  budget.bytes -= bytes;
  budget.events--;
  return true;
}

/** Writes to standard output and returns when all of it is out of this process: a phase may exit right after. */
function writeStdout(line: string): void {
  const bytes = Buffer.from(line);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') throw error;
      // The reader is behind and the pipe does not block: wait a little without burning the processor.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
