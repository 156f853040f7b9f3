import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  phasesOf,
  type RunnerPhase,
  type StopReason,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunUpdate,
} from '@background-tasks/plugin-background-tasks-node';
import {
  cannotStart,
  conditionOf,
  exitOf,
  hasStarted,
  isOver,
  startText,
  statusesOf,
  type RunWatch,
  type Verdict,
} from '../truth';
import { cursorOf, readCursor, type Position } from './cursor';
import { PhaseReader, type PhaseEnd } from './PhaseReader';
import { RunObserver, type RunPlace } from './RunObserver';

type Over = Extract<Verdict, { type: 'over' }>;

/** What a phase waits for is said in so many words at most: some come with numbers that change all the time. */
const MAX_WAITS = 10;
const MAX_WAIT_LENGTH = 1_000;

/** What following a run needs. */
export type FollowOptions = RunPlace & {
  watch: RunWatch;
  /** Where it begins at the gate, there is neither agent nor collect. */
  startAt?: 'validate';
  bundleBytes: number;
  cursor?: string;
  signal: AbortSignal;
  /** Why the run is being stopped, if it is. */
  stopReason: () => StopReason | undefined;
  logger: LoggerService;
};

/** Follows one run through its phases, from where it was followed before. */
export class RunFollower {
  private readonly position: Position;
  private readonly observer: RunObserver;
  private readonly phases: readonly RunnerPhase[];
  /** What was said of the phase that is waited for. */
  private readonly waits = new Set<string>();

  constructor(private readonly options: FollowOptions) {
    const { watch, logger, signal } = options;
    this.phases = phasesOf(options);
    this.position = readCursor(options.cursor, this.phases[0]);
    this.observer = new RunObserver(options, watch, logger, signal);
  }

  async *updates(): AsyncGenerator<RunBatch> {
    await this.observer.ready();
    const from = this.phases.indexOf(this.position.phase);
    for (const phase of this.phases.slice(Math.max(0, from))) {
      // From the end of the baseline on it may have begun at any moment.
      if (phase === 'agent') yield* this.begin();
      const over = yield* this.untilStarted(phase);
      if (this.options.signal.aborted) return;
      if (over) {
        yield* this.end(phase, over);
        return;
      }
      yield* this.begin();
      if (yield* this.read(phase)) return;
    }
  }

  private *begin(): Generator<RunBatch> {
    if (this.position.begun) return;
    this.position.begun = true;
    yield this.batch({ type: 'phaseStart', phase: this.position.phase });
  }

  /** @returns whether the run is over, or no longer ours to follow */
  private async *read(phase: RunnerPhase): AsyncGenerator<RunBatch, boolean> {
    const pod = this.observer.pod(this.position.pod);
    if (!pod) return true;
    const { cluster, namespace, bundleBytes, signal } = this.options;
    const reader = new PhaseReader({
      cluster,
      namespace,
      phase,
      bundleBytes,
      signal,
      pod: pod.view.metadata.name,
      position: this.position,
      observer: this.observer,
      isStopped: () => this.options.stopReason() !== undefined,
    });
    const events = reader.events();
    let next = await events.next();
    while (!next.done) {
      yield this.batch(
        ...next.value.map(event => ({ type: 'event' as const, event })),
      );
      next = await events.next();
    }
    if (signal.aborted) return true;
    const end = next.value;
    if (end.type === 'outcome') {
      yield this.concluded(phase, end.outcome);
      return this.position.phase === phase;
    }
    const over: Over =
      end.type === 'lost'
        ? { type: 'over', reason: 'lost', message: end.message }
        : await this.untilOver(phase);
    if (signal.aborted) return true;
    const ended = this.endOf(phase);
    if (ended) yield this.batch(ended);
    yield* this.end(phase, over, reader);
    return true;
  }

  /**
   * The last word of a phase, with what comes of it: whoever follows on from there must not look for that word again.
   */
  private concluded(phase: RunnerPhase, outcome: PhaseEnd): RunBatch {
    const isOk = outcome.outcome === 'ok';
    const updates: RunUpdate[] = [
      { type: 'event', event: outcome },
      { type: 'phaseEnd', phase, exitCode: isOk ? 0 : 10, signal: null },
    ];
    const next = this.phases[this.phases.indexOf(phase) + 1];
    if (!isOk || !next) {
      return this.batch(...updates, { type: 'end', reason: 'completed' });
    }
    Object.assign(this.position, {
      phase: next,
      begun: false,
      seq: 0,
      time: undefined,
    });
    return this.batch(...updates);
  }

  private endOf(phase: RunnerPhase): RunUpdate | undefined {
    const pod = this.observer.pod(this.position.pod);
    const ended =
      pod && this.observer.status(pod.view, phase)?.state?.terminated;
    return ended && { type: 'phaseEnd', phase, ...exitOf(ended) };
  }

  private async *untilStarted(
    phase: RunnerPhase,
  ): AsyncGenerator<RunBatch, Over | undefined> {
    this.waits.clear();
    while (!this.options.signal.aborted) {
      const pod = this.observer.pod(this.position.pod);
      this.position.pod ??= pod?.view.metadata.uid;
      const status = pod && this.observer.status(pod.view, phase);
      if (status && hasStarted(status) && !pod.gone) return undefined;
      const verdict = await this.judge(phase);
      if (verdict.type === 'over') return verdict;
      yield* this.tellWait(verdict.waitsFor);
      await this.observer.change();
    }
    return undefined;
  }

  /** A reason that comes back between others is not said again. */
  private *tellWait(waitsFor: string | undefined): Generator<RunBatch> {
    const message = waitsFor?.slice(0, MAX_WAIT_LENGTH);
    if (message === undefined || this.waits.has(message)) return;
    if (this.waits.size >= MAX_WAITS) return;
    this.waits.add(message);
    yield this.batch({ type: 'waiting', message });
  }

  /** Of a phase whose log is at its end: how that came about is soon known. */
  private async untilOver(phase: RunnerPhase): Promise<Over> {
    while (!this.options.signal.aborted) {
      const verdict = await this.judge(phase);
      if (verdict.type === 'over') return verdict;
      await this.observer.change();
    }
    return { type: 'over', reason: 'lost' };
  }

  private async judge(phase: RunnerPhase): Promise<Verdict> {
    const verdict = await this.observer.verdict(phase, this.position.pod);
    return this.options.stopReason() ? asOver(verdict) : verdict;
  }

  private *end(
    phase: RunnerPhase,
    verdict: Over,
    reader?: PhaseReader,
  ): Generator<RunBatch> {
    const stopped = this.options.stopReason();
    if (stopped) {
      yield this.batch({ type: 'end', reason: stopped });
      return;
    }
    const updates: RunUpdate[] = [];
    if (verdict.reason === 'lost' && this.agentMayHaveStarted(phase)) {
      updates.push({ type: 'phaseStart', phase: 'agent' });
    }
    const { concluded } = verdict;
    const event =
      concluded && reader?.conclude(concluded.outcome, concluded.error);
    if (event) updates.push({ type: 'event', event });
    const isSaid = verdict.reason !== 'completed' || event !== undefined;
    updates.push({
      type: 'end',
      reason: isSaid ? verdict.reason : 'failed',
      message: this.explain(
        phase,
        verdict.message ?? concluded?.error,
        verdict.reason === 'failed' ? reader?.lastWords : undefined,
      ),
    });
    yield this.batch(...updates);
  }

  /** A runner that crashed, or did not even start, may have said why. */
  private explain(phase: RunnerPhase, message?: string, words?: string) {
    const pod = this.observer.pod(this.position.pod)?.view;
    if (!message || !words) return message;
    return pod && cannotStart(words)
      ? startText(pod, phase, words)
      : `${message} It said: ${words}`;
  }

  /** Unknown counts as started: only the kubelet's last word, or that there never was a node, says otherwise. */
  private agentMayHaveStarted(phase: RunnerPhase): boolean {
    if (!this.phases.includes('agent')) return false;
    if (this.phases.indexOf(phase) >= this.phases.indexOf('agent'))
      return false;
    const pod = this.observer.pod(this.position.pod)?.view;
    if (!pod) return true;
    const agent = this.observer.status(pod, 'agent');
    if (agent && hasStarted(agent)) return true;
    if (pod.spec.nodeName === undefined) return false;
    const isNodesWord =
      isOver(pod) &&
      pod.status?.reason !== 'NodeLost' &&
      !/PodGC|TaintManager/.test(
        conditionOf(pod, 'DisruptionTarget')?.reason ?? '',
      );
    return !(isNodesWord && statusesOf(pod).length > 0);
  }

  private batch(...updates: RunUpdate[]): RunBatch {
    return { updates, cursor: cursorOf(this.position) };
  }
}

function asOver(verdict: Verdict): Over {
  return verdict.type === 'over'
    ? verdict
    : { type: 'over', reason: 'lost', message: 'The run was stopped' };
}
