import {
  addUsage,
  currentPhaseTitle,
  type BackgroundTaskEvent,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { PositionedList } from './PositionedList';
import { readLogLine } from './readLogLine';
import type {
  AgentEvent,
  ConnectionState,
  ListSnapshot,
  LogLine,
  TaskEventSnapshot,
} from './types';

type EventOf<T> = Extract<BackgroundTaskEvent, { type: T }>;

// Some screens per second are enough for eyes, and leave the time between for scrolling.
const NOTIFY_MS = 80;

/**
 * All events of one task, each counted once, in the order of their positions, whatever the connection did.
 * A React external store: listeners are called at most every 80 ms, and each of its snapshots stays the same object
 * until it has changed.
 */
export class TaskEventLog {
  private readonly seen = new Set<number>();
  private readonly lines = new PositionedList<LogLine>();
  private readonly agentEvents = new PositionedList<AgentEvent>();
  private readonly listeners = new Set<() => void>();
  private newest = 0;
  private notification: ReturnType<typeof setTimeout> | undefined;
  private current: TaskEventSnapshot = {
    connection: 'connecting',
    status: undefined,
    progress: 0,
    phase: 'initialize',
    currentPhase: currentPhaseTitle('initialize'),
    phaseStarts: {},
    baseline: [],
    gate: [],
    changedFiles: undefined,
    agent: undefined,
    repairRounds: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  };
  private attempt = 0;
  private snapshot: TaskEventSnapshot = this.current;
  private lineSnapshot = this.lines.snapshot();
  private agentEventSnapshot = this.agentEvents.snapshot();

  /** The highest position seen: where to go on after a lost connection. */
  get lastPosition(): number {
    return this.newest;
  }

  /** Counts an event in. Returns false for one that is known already. */
  add(event: BackgroundTaskEvent): boolean {
    if (this.seen.has(event.position)) return false;
    this.seen.add(event.position);
    const late = event.position < this.newest;
    this.newest = Math.max(this.newest, event.position);

    this.addToLists(event);
    this.addToTotals(event);
    // The state is what the newest event says: a late one changes lists and totals alone.
    if (!late) this.addState(event);
    this.notifySoon();
    return true;
  }

  addAll(events: readonly BackgroundTaskEvent[]): void {
    for (const event of events) this.add(event);
  }

  setConnection(connection: ConnectionState): void {
    if (this.current.connection === connection) return;
    this.current = { ...this.current, connection };
    this.notifySoon();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getSnapshot = (): TaskEventSnapshot => this.snapshot;

  readonly getLines = (): ListSnapshot<LogLine> => this.lineSnapshot;

  readonly getAgentEvents = (): ListSnapshot<AgentEvent> =>
    this.agentEventSnapshot;

  private addToLists(event: BackgroundTaskEvent) {
    if (event.type === 'log') this.lines.insert(readLogLine(event));
    if (
      event.type === 'activity' ||
      event.type === 'repair' ||
      event.type === 'round' ||
      event.type === 'usage' ||
      // A look within the agent's phase decides nothing: it belongs to the agent's work.
      (event.type === 'validation' && event.stage === 'agent')
    ) {
      this.agentEvents.insert(event);
    }
  }

  private addToTotals(event: BackgroundTaskEvent) {
    this.addPhaseStart(event);
    if (event.type === 'validation') this.addCheck(event);
    if (event.type === 'usage') {
      const usage = addUsage(this.current.usage, event);
      this.current = { ...this.current, usage };
    }
    if (event.type === 'repair') {
      const repairRounds = Math.max(this.current.repairRounds, event.round);
      this.current = { ...this.current, repairRounds };
    }
    if (event.type === 'agent') {
      const { version, model } = event;
      this.current = { ...this.current, agent: { version, model } };
    }
  }

  private addPhaseStart(event: BackgroundTaskEvent) {
    const { phase, time } = event;
    const restarted = event.type === 'status' && event.attempt > this.attempt;
    if (event.type === 'status' && restarted) this.attempt = event.attempt;
    // A run that was started again goes through its phases again.
    const known = restarted && this.attempt > 1 ? {} : this.current.phaseStarts;
    const start = known[phase];
    if (start !== undefined && start <= time) return;
    const phaseStarts = { ...known, [phase]: time };
    this.current = { ...this.current, phaseStarts };
  }

  private addCheck({ stage, check }: EventOf<'validation'>) {
    if (stage === 'agent') return;
    this.current = {
      ...this.current,
      [stage]: replaceCheck(this.current[stage], check),
    };
  }

  private addState(event: BackgroundTaskEvent) {
    if (event.type === 'status') {
      const { progress, phase, currentPhase } = event;
      this.current = {
        ...this.current,
        status: event,
        progress: Math.max(progress, this.current.progress),
        phase,
        currentPhase,
      };
    }
    if (event.type === 'progress') {
      this.current = {
        ...this.current,
        progress: Math.max(event.progress, this.current.progress),
        phase: event.phase,
        currentPhase: currentPhaseTitle(event.phase, event.check),
      };
    }
    if (event.type === 'changes') {
      this.current = { ...this.current, changedFiles: event.files };
    }
  }

  private notifySoon() {
    this.notification ??= setTimeout(() => {
      this.notification = undefined;
      this.snapshot = this.current;
      this.lineSnapshot = this.lines.snapshot();
      this.agentEventSnapshot = this.agentEvents.snapshot();
      for (const listener of this.listeners) listener();
    }, NOTIFY_MS);
  }
}

// A run that was started again reports its checks again.
function replaceCheck(checks: readonly CheckResult[], check: CheckResult) {
  const isSame = (other: CheckResult) =>
    other.kind === check.kind &&
    other.command === check.command &&
    other.directory === check.directory;
  return checks.some(isSame)
    ? checks.map(other => (isSame(other) ? check : other))
    : [...checks, check];
}
