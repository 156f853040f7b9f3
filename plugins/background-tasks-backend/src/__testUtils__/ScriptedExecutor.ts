import type {
  PhaseOutcome,
  RunnerEvent,
  RunnerEventBody,
  RunnerPhase,
  StopReason,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunHandle,
  RunUpdate,
  StartRun,
  TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';

/** What a scripted run says, in the order in which it says it; `hang` waits until it is stopped. */
export type Script = (start: StartRun) => (RunUpdate | 'hang')[];

type ScriptedRun = {
  start: StartRun;
  steps: (RunUpdate | 'hang')[];
  stopped?: StopReason;
  wake: () => void;
};

const lost: RunUpdate = {
  type: 'end',
  reason: 'lost',
  message: 'The run was on another machine',
};

/** An executor whose runs do nothing but say what a test wrote down for them. */
export class ScriptedExecutor implements TaskExecutor {
  readonly startsAtGate = true;
  readonly started: StartRun[] = [];
  readonly cleaned: string[] = [];
  /** What following a run fails with. */
  failure: Error | undefined;
  /** How often it failed. */
  failures = 0;
  /** Called before a run starts. */
  beforeStart: () => void = () => {};
  /** What its runs are made of; left out, it has nothing to show. */
  describe?: TaskExecutor['describe'];
  private readonly runs = new Map<string, ScriptedRun>();

  constructor(
    private readonly scripts: Record<string, Script>,
    readonly id = 'scripted',
  ) {}

  async start(start: StartRun): Promise<RunHandle> {
    const { runUid, agent } = start.spec;
    if (!this.runs.has(runUid)) {
      this.beforeStart();
      this.started.push(start);
      const script = this.scripts[agent.script ?? ''];
      this.runs.set(runUid, {
        start,
        steps: script(start),
        wake: () => undefined,
      });
    }
    return { run: runUid };
  }

  async *follow(
    handle: RunHandle,
    options: { cursor?: string; signal: AbortSignal },
  ): AsyncGenerator<RunBatch> {
    if (this.failure) {
      this.failures += 1;
      throw this.failure;
    }
    const run = this.runs.get(String(handle.run));
    if (!run) return;
    let index = Number(options.cursor ?? 0);
    while (!options.signal.aborted) {
      const step = run.steps[index];
      if (run.stopped) {
        yield batch({ type: 'end', reason: run.stopped }, index);
        return;
      }
      if (step === 'hang') {
        await new Promise<void>(resolve => {
          run.wake = resolve;
          options.signal.addEventListener('abort', () => resolve());
        });
        continue;
      }
      index += 1;
      yield batch(step, index);
      if (step.type === 'end') return;
    }
  }

  /** All runs are gone, as with the machine that they were on. */
  loseAll(): void {
    for (const run of this.runs.values()) {
      run.steps = run.steps.map(() => lost);
      run.wake();
    }
  }

  async inspect(): Promise<'running'> {
    return 'running';
  }

  async stop(handle: RunHandle, reason: StopReason): Promise<void> {
    const run = this.runs.get(String(handle.run));
    if (!run) return;
    run.stopped ??= reason;
    run.wake();
  }

  async cleanup(handle: RunHandle): Promise<void> {
    this.cleaned.push(String(handle.run));
  }

  async describeIsolation(): Promise<string[]> {
    return ['Nothing runs at all.'];
  }
}

function batch(update: RunUpdate, cursor: number): RunBatch {
  return { updates: [update], cursor: String(cursor) };
}

/** The updates of one phase: its events, numbered, between its start and its end. */
export function phase(
  name: RunnerPhase,
  bodies: RunnerEventBody[],
  outcome: PhaseOutcome = 'ok',
): RunUpdate[] {
  const all: RunnerEventBody[] = bodies.some(({ type }) => type === 'outcome')
    ? bodies
    : [...bodies, { type: 'outcome', outcome }];
  const events = all.map(
    (body, index): RunnerEvent => ({
      ...body,
      phase: name,
      seq: index + 1,
      time: new Date(0).toISOString(),
    }),
  );
  return [
    { type: 'phaseStart', phase: name },
    ...events.map((event): RunUpdate => ({ type: 'event', event })),
    { type: 'phaseEnd', phase: name, exitCode: 0, signal: null },
  ];
}
