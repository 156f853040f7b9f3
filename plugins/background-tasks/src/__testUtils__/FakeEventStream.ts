import type { Activity } from '../live';
import type {
  BackgroundTaskEvent,
  FollowEventsOptions,
  TaskPhase,
} from '@background-tasks/plugin-background-tasks-common';

type Step =
  | { event: BackgroundTaskEvent }
  | { end: { ended: boolean } }
  | { error: Error };

/** One event stream that a page has opened; the test says what comes through it. */
export class FakeEventStream {
  readonly after: number;
  readonly signal: AbortSignal | undefined;
  private readonly onActivity: (() => void) | undefined;
  private readonly steps: Step[] = [];
  private wake: () => void = () => {};

  constructor(options: FollowEventsOptions) {
    this.after = options.after ?? 0;
    this.signal = options.signal;
    this.onActivity = options.onActivity;
  }

  /** Lets log lines through, each as `[position, text]`. */
  log(...lines: [number, string][]) {
    for (const [position, text] of lines) this.push(logEvent(position, text));
  }

  /** Lets through what the agent did: a thought, unless `activity` says otherwise. */
  act(position: number, text: string, activity: Partial<Activity> = {}) {
    this.push({
      position,
      time: '2026-01-01T00:00:00.000Z',
      phase: 'agent',
      type: 'activity',
      kind: 'thought',
      text,
      round: 0,
      ...activity,
    });
  }

  push(event: BackgroundTaskEvent) {
    this.add({ event });
  }

  /** The task has ended. */
  end() {
    this.add({ end: { ended: true } });
  }

  /** The connection is lost. */
  cut() {
    this.add({ error: new TypeError('network error') });
  }

  async *read(): AsyncGenerator<BackgroundTaskEvent, { ended: boolean }> {
    this.signal?.addEventListener('abort', () => this.cut());
    // The head of the answer, and the first word of the backend.
    this.onActivity?.();
    this.onActivity?.();
    for (;;) {
      const step = this.steps.shift();
      if (!step) {
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      } else if ('event' in step) {
        yield step.event;
      } else if ('error' in step) {
        throw step.error;
      } else {
        return step.end;
      }
    }
  }

  private add(step: Step) {
    this.steps.push(step);
    this.wake();
  }
}

function logEvent(
  position: number,
  text: string,
  phase: Exclude<TaskPhase, 'initialize' | 'publish' | 'done'> = 'agent',
): BackgroundTaskEvent {
  const time = '2026-01-01T00:00:00.000Z';
  return { position, time, phase, type: 'log', stream: 'stdout', text };
}
