import {
  currentPhaseTitle,
  type BackgroundTaskEvent,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import type { ConnectionState, LogLine, TaskEventSnapshot } from './types';

// Some screens per second are enough for eyes, and leave the time between for scrolling.
const NOTIFY_MS = 80;

/**
 * All events of one task, each counted once, in the order of their positions, whatever the connection did.
 * A React external store: listeners are called at most every 80 ms.
 */
export class TaskEventLog {
  private readonly seen = new Set<number>();
  private readonly lines: LogLine[] = [];
  private readonly listeners = new Set<() => void>();
  private newest = 0;
  private notification: ReturnType<typeof setTimeout> | undefined;
  private current: Omit<TaskEventSnapshot, 'lines' | 'lineCount'> = {
    connection: 'connecting',
    status: undefined,
    progress: 0,
    phase: 'initialize',
    currentPhase: currentPhaseTitle('initialize'),
    baseline: [],
    gate: [],
    changedFiles: undefined,
  };
  private snapshot: TaskEventSnapshot = this.takeSnapshot();

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

    if (event.type === 'log') this.addLine(event);
    else if (event.type === 'validation') this.addCheck(event);
    // The state is what the newest event says: a late one changes the log alone.
    else if (!late) this.addState(event);
    this.notifySoon();
    return true;
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

  private addLine(event: Extract<BackgroundTaskEvent, { type: 'log' }>) {
    const { position, time, phase, stream, text } = event;
    const line = { position, time, phase, stream, text };
    let index = this.lines.length;
    while (index > 0 && this.lines[index - 1].position > position) index--;
    this.lines.splice(index, 0, line);
  }

  private addCheck(
    event: Extract<BackgroundTaskEvent, { type: 'validation' }>,
  ) {
    const { stage, check } = event;
    // A look within the agent's phase decides nothing.
    if (stage === 'agent') return;
    this.current = {
      ...this.current,
      [stage]: replaceCheck(this.current[stage], check),
    };
  }

  private addState(
    event: Exclude<BackgroundTaskEvent, { type: 'log' | 'validation' }>,
  ) {
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
      this.snapshot = this.takeSnapshot();
      for (const listener of this.listeners) listener();
    }, NOTIFY_MS);
  }

  private takeSnapshot(): TaskEventSnapshot {
    return {
      ...this.current,
      lines: this.lines,
      lineCount: this.lines.length,
    };
  }
}

// A run that was started again reports its checks again.
function replaceCheck(checks: readonly CheckResult[], check: CheckResult) {
  const isSame = (other: CheckResult) =>
    other.kind === check.kind && other.command === check.command;
  return checks.some(isSame)
    ? checks.map(other => (isSame(other) ? check : other))
    : [...checks, check];
}
