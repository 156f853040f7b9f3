import { setTimeout as sleep } from 'node:timers/promises';
import {
  EventAdmission,
  runsForeignCode,
  type PhaseOutcome,
  type RunnerEvent,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { isNotFound, statusOf, type Cluster } from '../clusters';
import { memoryText } from '../truth';
import type { Position } from './cursor';
import { logLines, type LogLine } from './logLines';
import type { RunObserver } from './RunObserver';

/** Of what is no event, so much is kept. */
const STRAY_LINES = 3;
const STRAY_CHARS = 300;

/** The event with which a phase says how it ended. */
export type PhaseEnd = Extract<RunnerEvent, { type: 'outcome' }>;

/** How the log of a phase ended. */
export type LogEnd =
  /** It was not given out: what comes of it goes with it. */
  | { type: 'outcome'; outcome: PhaseEnd }
  /** The container ended, and its whole log was read. */
  | { type: 'ended' }
  /** Events are missing that nobody can bring back. */
  | { type: 'lost'; message: string }
  /** There is no log to be had: the run's objects say why. */
  | { type: 'unreadable' };

const lostEvents: LogEnd = {
  type: 'lost',
  message:
    "Some of its events were lost: the node threw parts of its container's log away before they were read",
};

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** A log that ended without an outcome is read so often again: the kubelet may have cut the stream short. */
const REREADS = 3;
/** A container that ended leaves a log that can be read within this time, or never. */
const UNREADABLE_MS = 20_000;
/** How long an outcome waits for the kubelet's word of how the container ended. */
const LAST_WORD_MS = 3_000;

/** Reads the events of one phase from its container's log. */
export class PhaseReader {
  private readonly admission: EventAdmission;
  private failingSince: number | undefined;
  private failures = 0;
  private rereads = 0;
  private stray: string[] = [];

  constructor(
    private readonly options: {
      cluster: Cluster;
      namespace: string;
      pod: string;
      phase: RunnerPhase;
      bundleBytes: number;
      /** Moves on as events are given out. */
      position: Position;
      observer: RunObserver;
      signal: AbortSignal;
      isStopped: () => boolean;
    },
  ) {
    const { phase, bundleBytes, position } = options;
    this.admission = new EventAdmission(phase, { bundleBytes }, position.seq);
  }

  /** The event that stands for a phase's own last word, where it had none. */
  conclude(outcome: PhaseOutcome, error: string): RunnerEvent | undefined {
    return this.admission.conclude(outcome, error);
  }

  /** What the container printed last that was no event: a runner that crashed says why. */
  get lastWords(): string | undefined {
    const words = [...new Set(this.stray)]
      .filter(line => !line.startsWith('{'))
      .join(' ');
    return words.trim() || undefined;
  }

  /** Gives out the events as they come; returns how the log ended. */
  async *events(): AsyncGenerator<RunnerEvent[], LogEnd> {
    const { signal, position } = this.options;
    while (!signal.aborted) {
      const begun = Date.now();
      let broken: unknown;
      try {
        for await (const lines of logLines({
          ...this.options,
          container: this.options.phase,
          since: position.time,
        })) {
          this.failures = 0;
          this.failingSince = undefined;
          const events = this.take(lines);
          if (events.length > 0) yield events;
          if (this.admission.gap) return lostEvents;
          if (this.admission.outcome) break;
        }
      } catch (error) {
        broken = error ?? new Error('The log stream broke off');
      }
      const { outcome } = this.admission;
      if (outcome) {
        return { type: 'outcome', outcome: await this.lastWord(outcome) };
      }
      const end = this.endOf(broken, begun);
      if (end) return end;
      await this.backOff();
    }
    return { type: 'unreadable' };
  }

  private take(lines: LogLine[]): RunnerEvent[] {
    const { position } = this.options;
    const events: RunnerEvent[] = [];
    for (const { text, bytes, time } of lines) {
      const event = this.admission.admit(text, bytes);
      if (!event) {
        this.stray = [...this.stray, text.slice(0, STRAY_CHARS)].slice(
          -STRAY_LINES,
        );
        continue;
      }
      if (event.type === 'outcome') break;
      position.seq = event.seq;
      position.time = time;
      events.push(event);
    }
    return events;
  }

  /** How the phase says that it ended, with what it cannot know of itself: that it ran out of memory. */
  private async lastWord(outcome: PhaseEnd): Promise<PhaseEnd> {
    const { observer, phase, position } = this.options;
    if (outcome.outcome === 'ok' || !runsForeignCode(phase)) return outcome;
    const until = Date.now() + LAST_WORD_MS;
    let pod = observer.pod(position.pod)?.view;
    while (pod && Date.now() < until && !this.options.signal.aborted) {
      const ended = observer.status(pod, phase)?.state?.terminated;
      if (ended || observer.pod(position.pod)?.gone) break;
      await observer.change(until - Date.now());
      pod = observer.pod(position.pod)?.view;
    }
    const ended = pod && observer.status(pod, phase)?.state?.terminated;
    if (!pod || ended?.reason !== 'OOMKilled') return outcome;
    const error = [outcome.error, memoryText(pod, phase)]
      .filter(Boolean)
      .join(' ');
    return { ...outcome, error };
  }

  private endOf(broken: unknown, begun: number): LogEnd | undefined {
    const { observer, phase, position, isStopped } = this.options;
    const pod = observer.pod(position.pod);
    if (isStopped() || !pod || pod.gone) return { type: 'unreadable' };
    const ended = observer.status(pod.view, phase)?.state?.terminated;
    if (broken === undefined) {
      if (!ended) return undefined;
      this.rereads++;
      return this.rereads > REREADS ? { type: 'ended' } : undefined;
    }
    if (isNotFound(broken)) return { type: 'unreadable' };
    this.failingSince ??= begun;
    const isAnswer = statusOf(broken) !== undefined;
    if (ended && isAnswer && Date.now() - this.failingSince > UNREADABLE_MS) {
      // The log of what was evicted goes with it, and why it was is known.
      if (pod.view.status?.reason === 'Evicted') return { type: 'unreadable' };
      return {
        type: 'lost',
        message: `The log of its container '${phase}' could not be read`,
      };
    }
    return undefined;
  }

  private async backOff(): Promise<void> {
    const delay = Math.min(
      FIRST_BACKOFF_MS * 2 ** this.failures,
      MAX_BACKOFF_MS,
    );
    this.failures++;
    await sleep(delay * (0.5 + Math.random()), undefined, {
      signal: this.options.signal,
    }).catch(() => {});
  }
}
